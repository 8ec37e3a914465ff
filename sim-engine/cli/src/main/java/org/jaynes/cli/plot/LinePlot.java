package org.jaynes.cli.plot;

import java.util.List;
import java.util.stream.DoubleStream;
import org.jaynes.cli.plot.Canvas.Anchor;

/**
 * Values over a quantity, both on linear axes.
 *
 * @param title above the plot
 * @param xLabel below the axis
 * @param yLabel beside the axis
 * @param curves at least one point among them
 */
public record LinePlot(String title, String xLabel, String yLabel, List<Curve> curves) {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 560;
    private static final int LEFT = 90;
    private static final int TOP = 50;
    private static final int RIGHT = 700;
    private static final int BOTTOM = 490;
    private static final int BLACK = 0x000000;
    private static final int GRID = 0xdddddd;

    /** Colors that all eyes tell apart: Okabe and Ito's. */
    private static final int[] COLORS = {0x000000, 0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9};

    /**
     * Points of one color.
     *
     * @param x as many as {@code y}
     * @param joined whether lines join them; else they are dots
     */
    public record Curve(String label, double[] x, double[] y, boolean joined) {}

    /** The plot as a document in SVG. */
    public String svg() {
        Axis x = axis(curves.stream().flatMapToDouble(curve -> DoubleStream.of(curve.x)));
        Axis y = axis(curves.stream().flatMapToDouble(curve -> DoubleStream.of(curve.y)));
        SvgCanvas canvas = new SvgCanvas(WIDTH, HEIGHT);
        drawFrame(canvas, x, y);
        for (int i = 0; i < curves.size(); i++) {
            Curve curve = curves.get(i);
            int color = COLORS[i % COLORS.length];
            drawCurve(canvas, x, y, curve, color);
            int legendY = TOP + 14 + 20 * i;
            if (curve.joined) {
                canvas.line(RIGHT + 15, legendY - 4, RIGHT + 39, legendY - 4, color, 1.5);
            } else {
                canvas.dot(RIGHT + 27, legendY - 4, 3, color);
            }
            canvas.text(RIGHT + 46, legendY, Anchor.START, 12, curve.label);
        }
        return canvas.document();
    }

    private static Axis axis(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return Axis.around(sorted[0], sorted[sorted.length - 1], false);
    }

    private void drawFrame(Canvas canvas, Axis x, Axis y) {
        canvas.text((LEFT + RIGHT) / 2.0, TOP - 20, Anchor.MIDDLE, 16, title);
        canvas.text((LEFT + RIGHT) / 2.0, BOTTOM + 45, Anchor.MIDDLE, 14, xLabel);
        canvas.upwards(LEFT - 60, (TOP + BOTTOM) / 2.0, 14, yLabel);
        for (Axis.Tick tick : x.ticks()) {
            canvas.line(across(x, tick.value()), TOP, across(x, tick.value()), BOTTOM, GRID, 1);
            canvas.text(across(x, tick.value()), BOTTOM + 20, Anchor.MIDDLE, 12, tick.label());
        }
        for (Axis.Tick tick : y.ticks()) {
            canvas.line(LEFT, down(y, tick.value()), RIGHT, down(y, tick.value()), GRID, 1);
            canvas.text(LEFT - 8, down(y, tick.value()) + 4, Anchor.END, 12, tick.label());
        }
        canvas.line(LEFT, BOTTOM, RIGHT, BOTTOM, BLACK, 1);
        canvas.line(LEFT, TOP, LEFT, BOTTOM, BLACK, 1);
    }

    private static void drawCurve(Canvas canvas, Axis x, Axis y, Curve curve, int color) {
        for (int i = 0; i < curve.x.length; i++) {
            double at = across(x, curve.x[i]);
            double height = down(y, curve.y[i]);
            if (!curve.joined) {
                canvas.dot(at, height, 3, color);
            } else if (i > 0) {
                canvas.line(across(x, curve.x[i - 1]), down(y, curve.y[i - 1]), at, height, color, 1.5);
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
