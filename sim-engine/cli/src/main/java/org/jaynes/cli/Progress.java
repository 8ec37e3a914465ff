package org.jaynes.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A line on standard error that tells how far a piece of work is, when standard error is a terminal and the work takes
 * longer than a second. Thread-safe.
 */
public final class Progress implements AutoCloseable {
    private static final long FIRST_MILLIS = 1000;
    private static final long NEXT_MILLIS = 200;
    private static final int BAR = 30;

    private final PrintWriter err;
    private final String work;
    private final long start = System.nanoTime();
    private final Thread ticker;
    private volatile double fraction = Double.NaN;
    private boolean shown;

    /** @param work what is being done, such as {@code simulating} */
    static Progress start(PrintWriter err, String work) {
        return new Progress(err, work, standardErrorIsTerminal());
    }

    Progress(PrintWriter err, String work, boolean visible) {
        this.err = err;
        this.work = work;
        this.ticker = Thread.ofPlatform().daemon().name("progress").unstarted(this::tick);
        if (visible) {
            ticker.start();
        }
    }

    /** How much is done. */
    void done(long part, long whole) {
        fraction = Math.clamp((double) part / whole, 0.0, 1.0);
    }

    private void tick() {
        try {
            Thread.sleep(FIRST_MILLIS);
            while (true) {
                show();
                Thread.sleep(NEXT_MILLIS);
            }
        } catch (InterruptedException e) {
            if (shown) {
                err.print("\r\u001b[K");
                err.flush();
            }
        }
    }

    private void show() {
        shown = true;
        double seconds = (System.nanoTime() - start) * 1e-9;
        if (Double.isNaN(fraction)) {
            err.printf("\r%s, %.0f s", work, seconds);
        } else {
            int full = (int) (fraction * BAR);
            err.printf(
                    "\r%s [%s%s] %3.0f %%, %.0f s",
                    work, "#".repeat(full), " ".repeat(BAR - full), 100 * fraction, seconds);
        }
        err.flush();
    }

    /** Java tells whether standard output is a terminal, not whether standard error is; Linux does. */
    public static boolean standardErrorIsTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException e) {
            return false;
        }
    }

    /** Wipes the line away. */
    @Override
    public void close() {
        ticker.interrupt();
        try {
            ticker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
