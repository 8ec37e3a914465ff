package org.jaynes.cli;

/** What the exit code of the command says; the table of docs/command-line.md, in code. */
public final class ExitCode {
    /** The work is done. */
    public static final int DONE = 0;

    /** Bad usage or bad input. */
    public static final int BAD_INPUT = 2;

    /** The device that was asked for is not usable. */
    public static final int UNUSABLE_DEVICE = 3;

    /** Would exceed, or exceeded, memory or a limit. */
    public static final int BEYOND_LIMIT = 4;

    /** An engine failed while running. */
    public static final int ENGINE_FAILED = 5;

    private ExitCode() {}
}
