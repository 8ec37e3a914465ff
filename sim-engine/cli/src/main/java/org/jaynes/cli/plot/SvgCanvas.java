package org.jaynes.cli.plot;

import java.util.Locale;

/** Writes SVG. */
final class SvgCanvas implements Canvas {
    private final StringBuilder out = new StringBuilder();

    SvgCanvas(int width, int height) {
        add(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\">",
                width,
                height,
                width,
                height));
        add(String.format(Locale.ROOT, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", width, height));
    }

    private void add(String element) {
        out.append(element).append('\n');
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, int color, double width) {
        add(String.format(
                Locale.ROOT,
                "<line x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\" stroke=\"#%06x\" stroke-width=\"%.1f\"/>",
                x1,
                y1,
                x2,
                y2,
                color,
                width));
    }

    @Override
    public void dot(double x, double y, double radius, int color) {
        add(String.format(
                Locale.ROOT, "<circle cx=\"%.2f\" cy=\"%.2f\" r=\"%.1f\" fill=\"#%06x\"/>", x, y, radius, color));
    }

    @Override
    public void text(double x, double y, Anchor anchor, int size, String text) {
        String place = switch (anchor) {
            case START -> "start";
            case MIDDLE -> "middle";
            case END -> "end";
        };
        add(String.format(
                Locale.ROOT,
                "<text x=\"%.2f\" y=\"%.2f\" font-size=\"%d\" text-anchor=\"%s\">%s</text>",
                x,
                y,
                size,
                place,
                escaped(text)));
    }

    @Override
    public void upwards(double x, double y, int size, String text) {
        add(String.format(
                Locale.ROOT,
                "<text font-size=\"%d\" text-anchor=\"middle\" transform=\"translate(%.2f %.2f) rotate(-90)\">%s</text>",
                size,
                x,
                y,
                escaped(text)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** The whole document. */
    String document() {
        return out + "</svg>\n";
    }
}
