package org.jaynes.bench.decoder;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What time is measured by. */
enum Clock {
    /** The time that passes. */
    WALL {
        @Override
        long nanos() {
            return System.nanoTime();
        }
    },

    /** The time that the processor spends on this thread: what passes on a machine that has nothing else to do. */
    CPU {
        @Override
        long nanos() {
            return THREADS.getCurrentThreadCpuTime();
        }
    };

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    abstract long nanos();
}
