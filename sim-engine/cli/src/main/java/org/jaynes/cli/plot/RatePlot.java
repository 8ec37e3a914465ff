package org.jaynes.cli.plot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jaynes.cli.plot.Canvas.Anchor;

/**
 * Rates with error bars over a quantity, a curve for each group. A rate of 0 has no place on a logarithmic axis: of its
 * point the bar alone is drawn, from the bottom.
 *
 * @param title above the plot
 * @param xLabel below the axis
 * @param yLabel beside the axis
 * @param note below everything
 * @param logarithmicX whether x, greater than 0 then, is on a logarithmic axis; rates always are
 * @param curves at least one point among them
 * @param marks values of x with a line across the plot, among those of the curves
 */
public record RatePlot(
        String title,
        String xLabel,
        String yLabel,
        String note,
        boolean logarithmicX,
        List<Curve> curves,
        List<Double> marks) {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 620;
    private static final int LEFT = 90;
    private static final int TOP = 50;
    private static final int RIGHT = 700;
    private static final int BOTTOM = 530;
    private static final int BLACK = 0x000000;
    private static final int GRID = 0xdddddd;
    private static final int MARK = 0x888888;
    private static final double CAP = 4;

    /** Colors that all eyes tell apart: Okabe and Ito's. */
    private static final int[] COLORS = {0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x000000};

    /** Points by ascending x. */
    public record Curve(String label, List<Point> points) {}

    /** A rate and its interval. */
    public record Point(double x, double low, double rate, double high) {}

    public void writeSvg(OutputStream out) throws IOException {
        SvgCanvas canvas = new SvgCanvas(WIDTH, HEIGHT);
        draw(canvas);
        out.write(canvas.document().getBytes(StandardCharsets.UTF_8));
    }

    /** Only where {@link #canWritePng}. */
    public void writePng(OutputStream out) throws IOException {
        ImageCanvas canvas = new ImageCanvas(WIDTH, HEIGHT);
        draw(canvas);
        canvas.write(out);
    }

    /** Whether this JVM has the module that draws images. */
    public static boolean canWritePng() {
        return ModuleLayer.boot().findModule("java.desktop").isPresent();
    }

    private void draw(Canvas canvas) {
        List<Point> points =
                curves.stream().flatMap(curve -> curve.points().stream()).toList();
        double leastX = points.stream().mapToDouble(Point::x).min().orElse(1);
        double greatestX = points.stream().mapToDouble(Point::x).max().orElse(1);
        Axis x = Axis.around(leastX, greatestX, logarithmicX);
        double least = points.stream()
                .mapToDouble(point -> point.low > 0 ? point.low : point.high / 10)
                .filter(rate -> rate > 0)
                .min()
                .orElse(1e-3);
        double greatest = points.stream().mapToDouble(Point::high).max().orElse(1);
        Axis y = Axis.around(least, Math.max(greatest, 1.01 * least), true);
        drawFrame(canvas, x, y);
        for (double mark : marks) {
            canvas.line(across(x, mark), TOP, across(x, mark), BOTTOM, MARK, 1);
        }
        for (int i = 0; i < curves.size(); i++) {
            int color = COLORS[i % COLORS.length];
            drawCurve(canvas, x, y, curves.get(i), color);
            int legendY = TOP + 14 + 20 * i;
            canvas.line(RIGHT + 15, legendY - 4, RIGHT + 39, legendY - 4, color, 1.5);
            canvas.dot(RIGHT + 27, legendY - 4, 3.5, color);
            canvas.text(RIGHT + 46, legendY, Anchor.START, 12, curves.get(i).label());
        }
    }

    private void drawFrame(Canvas canvas, Axis x, Axis y) {
        canvas.text((LEFT + RIGHT) / 2.0, TOP - 20, Anchor.MIDDLE, 16, title);
        canvas.text((LEFT + RIGHT) / 2.0, BOTTOM + 45, Anchor.MIDDLE, 14, xLabel);
        canvas.upwards(LEFT - 60, (TOP + BOTTOM) / 2.0, 14, yLabel);
        canvas.text(LEFT, HEIGHT - 12, Anchor.START, 11, note);
        for (Axis.Tick tick : x.ticks()) {
            double at = across(x, tick.value());
            canvas.line(at, TOP, at, BOTTOM, GRID, tick.label().isEmpty() ? 0.5 : 1);
            canvas.text(at, BOTTOM + 20, Anchor.MIDDLE, 12, tick.label());
        }
        for (Axis.Tick tick : y.ticks()) {
            double at = down(y, tick.value());
            canvas.line(LEFT, at, RIGHT, at, GRID, tick.label().isEmpty() ? 0.5 : 1);
            canvas.text(LEFT - 8, at + 4, Anchor.END, 12, tick.label());
        }
        canvas.line(LEFT, TOP, RIGHT, TOP, BLACK, 1);
        canvas.line(LEFT, BOTTOM, RIGHT, BOTTOM, BLACK, 1);
        canvas.line(LEFT, TOP, LEFT, BOTTOM, BLACK, 1);
        canvas.line(RIGHT, TOP, RIGHT, BOTTOM, BLACK, 1);
    }

    private static void drawCurve(Canvas canvas, Axis x, Axis y, Curve curve, int color) {
        double beforeX = Double.NaN;
        double beforeY = Double.NaN;
        for (Point point : curve.points()) {
            double at = across(x, point.x);
            double top = down(y, point.high);
            double bottom = point.low > 0 ? down(y, point.low) : BOTTOM;
            canvas.line(at, top, at, bottom, color, 1);
            canvas.line(at - CAP, top, at + CAP, top, color, 1);
            if (point.low > 0) {
                canvas.line(at - CAP, bottom, at + CAP, bottom, color, 1);
            }
            if (point.rate > 0) {
                double height = down(y, point.rate);
                canvas.dot(at, height, 3.5, color);
                if (!Double.isNaN(beforeX)) {
                    canvas.line(beforeX, beforeY, at, height, color, 1.5);
                }
                beforeX = at;
                beforeY = height;
            }
        }
    }

    private static double across(Axis axis, double value) {
        return LEFT + axis.position(value) * (RIGHT - LEFT);
    }

    private static double down(Axis axis, double value) {
        return BOTTOM - axis.position(value) * (BOTTOM - TOP);
    }
}
