package org.jaynes.cli.photonic;

import java.util.Arrays;
import java.util.Locale;
import org.jaynes.photonics.validation.Curve;

/** A curve as a picture in SVG: axes with numbers at round values, lines, points, a legend. */
final class SvgChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 540;
    private static final int LEFT = 90;
    private static final int RIGHT = 210;
    private static final int TOP = 50;
    private static final int BOTTOM = 60;

    /** Okabe and Ito's colours, which people who see few colours can tell apart. */
    private static final String[] COLOURS = {"#000000", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00"};

    private final Curve curve;
    private final Axis x;
    private final Axis y;
    private final StringBuilder svg = new StringBuilder();

    /** The values from low to high, with marks at multiples of a step. */
    private record Axis(double low, double high, double step) {
        static Axis of(double[] values) {
            double low = Arrays.stream(values).min().orElse(0);
            double high = Arrays.stream(values).max().orElse(1);
            double range = high > low ? high - low : 1;
            double power = Math.pow(10, Math.floor(Math.log10(range / 4)));
            double step = range / power < 8 ? power : range / power < 20 ? 2 * power : 5 * power;
            return new Axis(
                    step * Math.floor(low / step),
                    step * Math.max(Math.floor(low / step) + 1, Math.ceil(high / step)),
                    step);
        }

        double share(double value) {
            return (value - low) / (high - low);
        }

        int marks() {
            return (int) Math.round((high - low) / step);
        }
    }

    private SvgChart(Curve curve) {
        this.curve = curve;
        this.x = Axis.of(curve.series().stream()
                .flatMapToDouble(series -> Arrays.stream(series.x()))
                .toArray());
        this.y = Axis.of(curve.series().stream()
                .flatMapToDouble(series -> Arrays.stream(series.y()))
                .toArray());
    }

    /** The text of the file. */
    static String draw(Curve curve) {
        return new SvgChart(curve).draw();
    }

    private String draw() {
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"13\">",
                WIDTH, HEIGHT);
        line("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
        text((LEFT + WIDTH - RIGHT) / 2.0, 28, "middle", curve.title());
        text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 14, "middle", curve.xAxis());
        line(
                "<text transform=\"translate(20 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>",
                (TOP + HEIGHT - BOTTOM) / 2, escaped(curve.yAxis()));
        drawAxes();
        for (int i = 0; i < curve.series().size(); i++) {
            drawSeries(curve.series().get(i), COLOURS[i % COLOURS.length], i);
        }
        line("</svg>");
        return svg.toString();
    }

    private void drawAxes() {
        for (int i = 0; i <= x.marks(); i++) {
            double at = column(x.low + i * x.step);
            line("<path d=\"M%.1f %d V%d\" stroke=\"#dddddd\"/>", at, TOP, HEIGHT - BOTTOM);
            text(at, HEIGHT - BOTTOM + 18, "middle", number(x.low + i * x.step));
        }
        for (int i = 0; i <= y.marks(); i++) {
            double at = row(y.low + i * y.step);
            line("<path d=\"M%d %.1f H%d\" stroke=\"#dddddd\"/>", LEFT, at, WIDTH - RIGHT);
            text(LEFT - 6, at + 4, "end", number(y.low + i * y.step));
        }
    }

    private void drawSeries(Curve.Series series, String colour, int index) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < series.x().length; i++) {
            double column = column(series.x()[i]);
            double row = row(series.y()[i]);
            if (series.line()) {
                path.append(String.format(Locale.ROOT, "%s%.1f %.1f ", i == 0 ? "M" : "L", column, row));
            } else {
                line("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"none\" stroke=\"%s\"/>", column, row, colour);
            }
        }
        if (series.line()) {
            line("<path d=\"%s\" fill=\"none\" stroke=\"%s\"/>", path.toString().strip(), colour);
        }
        double at = TOP + 10 + 20.0 * index;
        line("<rect x=\"%d\" y=\"%.1f\" width=\"12\" height=\"4\" fill=\"%s\"/>", WIDTH - RIGHT + 12, at - 5, colour);
        text(WIDTH - RIGHT + 30, at, "start", series.name());
    }

    private double column(double value) {
        return LEFT + x.share(value) * (WIDTH - RIGHT - LEFT);
    }

    private double row(double value) {
        return HEIGHT - BOTTOM - y.share(value) * (HEIGHT - BOTTOM - TOP);
    }

    private void text(double column, double row, String anchor, String text) {
        line("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", column, row, anchor, escaped(text));
    }

    /** Multiples of a step are rounded to what it can tell apart. */
    private static String number(double value) {
        return String.valueOf(Math.round(value * 1e9) / 1e9).replaceAll("\\.0$", "");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @SuppressWarnings("AnnotateFormatMethod") // Its annotation is in a library that nothing else here needs.
    private void line(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
