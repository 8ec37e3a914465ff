package org.jaynes.bench.noise;

/** How often each qubit is 1, and neighbours differ, over many shots: what two simulators are compared by. */
final class OutcomeMeans {
    /** With some dozens of means, a false alarm comes once in ten million comparisons. */
    private static final double STANDARD_DEVIATIONS = 6;

    private final long[] ones;
    private final long[] differences;
    private long shots;

    OutcomeMeans(int qubits) {
        this.ones = new long[qubits];
        this.differences = new long[qubits - 1];
    }

    /** @param outcome qubit 0 is the last character */
    void add(String outcome, int count) {
        int last = outcome.length() - 1;
        for (int q = 0; q < ones.length; q++) {
            ones[q] += outcome.charAt(last - q) == '1' ? count : 0;
            if (q > 0) {
                differences[q - 1] += outcome.charAt(last - q) == outcome.charAt(last - q + 1) ? 0 : count;
            }
        }
        shots += count;
    }

    /** @throws IllegalStateException if a mean differs by more than chance explains */
    void requireAgreement(OutcomeMeans other) {
        for (int q = 0; q < ones.length; q++) {
            require("qubit " + q + " is 1", ones[q], other.ones[q], other);
        }
        for (int q = 0; q < differences.length; q++) {
            require("qubits %d and %d differ".formatted(q, q + 1), differences[q], other.differences[q], other);
        }
    }

    private void require(String what, long here, long there, OutcomeMeans other) {
        double a = (double) here / shots;
        double b = (double) there / other.shots;
        double mean = (double) (here + there) / (shots + other.shots);
        double deviation = Math.sqrt(mean * (1 - mean) * (1.0 / shots + 1.0 / other.shots));
        if (Math.abs(a - b) > STANDARD_DEVIATIONS * deviation) {
            throw new IllegalStateException(
                    "%s in %.4f of the shots of Jaynes and in %.4f of those of Aer, a difference of %.1f deviations"
                            .formatted(what, a, b, Math.abs(a - b) / deviation));
        }
    }
}
