package org.jaynes.photonics.validation;

import java.util.List;

/**
 * What a plot shows.
 *
 * @param name such as {@code hong-ou-mandel}, for a file
 * @param series at least one
 */
public record Curve(String name, String title, String xAxis, String yAxis, List<Series> series) {
    /**
     * Points of one colour.
     *
     * @param line whether they are joined
     */
    public record Series(String name, double[] x, double[] y, boolean line) {}

    public Curve {
        series = List.copyOf(series);
    }
}
