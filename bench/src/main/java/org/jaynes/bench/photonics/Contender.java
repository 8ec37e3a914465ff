package org.jaynes.bench.photonics;

import java.io.IOException;
import java.util.List;

/** A library in a comparison. It has one workload at a time. Not thread-safe. */
interface Contender extends AutoCloseable {
    /** What it is called, such as {@code perceval}. */
    String name();

    /** The versions of its packages. */
    String version();

    /** The ways in which it can do a workload, of which the fastest counts; none if it cannot. */
    List<String> settings(Workload workload);

    /** Takes a workload and does all that need be done only once for it. */
    void prepare(Workload workload, String setting);

    /** Does the workload, or a part of it that takes a few seconds at most; seconds for each item. */
    double run();

    /** The numbers of the last run. */
    double[] numbers() throws IOException;

    @Override
    void close();
}
