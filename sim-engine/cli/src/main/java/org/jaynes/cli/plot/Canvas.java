package org.jaynes.cli.plot;

/** What a plot is drawn on: x to the right and y down, in pixels; colors are 0xRRGGBB. */
interface Canvas {
    /** Which point of a text is placed. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** A straight line. */
    void line(double x1, double y1, double x2, double y2, int color, double width);

    /** A filled circle. */
    void dot(double x, double y, double radius, int color);

    /** A line of text; its baseline is at y. */
    void text(double x, double y, Anchor anchor, int size, String text);

    /** A line of text that reads upwards, its middle at y. */
    void upwards(double x, double y, int size, String text);
}
