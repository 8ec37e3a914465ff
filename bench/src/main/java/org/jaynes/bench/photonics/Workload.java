package org.jaynes.bench.photonics;

import java.util.Map;
import java.util.function.Supplier;

/** Something that all contenders do. */
interface Workload {
    /** What it is called in reports, such as {@code permanents-16}. */
    String name();

    /** The kind of the program {@code peers.py}. */
    String kind();

    /** What other libraries get, without the kind: numbers, strings, lists and maps. */
    Map<String, Object> request();

    /** What a time is for, such as {@code shot}. */
    String item();

    /** How many of them one run does. */
    int items();

    /** The ways in which Jaynes can do it, by name; the fastest counts. */
    Map<String, Supplier<Outcome>> ways();

    /** How far the numbers of a contender are from the exact ones; at most {@link #tolerance} when they agree. */
    double distance(double[] numbers);

    /** The largest distance of numbers that agree. */
    double tolerance();

    /** What the distance is, in a few words. */
    String measure();

    /** What Jaynes is meant to reach: how often as fast as a contender, by its name. */
    Map<String, Double> goals();

    /** The result of a run, which need not be in the form of numbers before somebody asks. */
    @FunctionalInterface
    interface Outcome {
        /** The numbers as {@code peers.py} lays them out. */
        double[] numbers();
    }
}
