package org.jaynes.photonics.validation;

/**
 * A test and what came of it.
 *
 * @param name of the test, such as {@code hong-ou-mandel}
 * @param sampler whose shots were looked at; {@code exact} where probabilities were
 * @param value what is compared with the limit; NaN if the test was not run
 * @param limit the highest value that passes
 * @param verdict what came of it
 * @param detail what the value is, with the numbers behind it, or why the test was not run
 */
public record Check(String name, String sampler, double value, double limit, Verdict verdict, String detail) {
    /** What came of a test. */
    public enum Verdict {
        PASSED,
        FAILED,
        NOT_RUN
    }

    static Check of(String name, String sampler, double value, double limit, String detail) {
        // A value that is no number fails.
        return new Check(name, sampler, value, limit, value <= limit ? Verdict.PASSED : Verdict.FAILED, detail);
    }

    static Check notRun(String name, String sampler, String reason) {
        return new Check(name, sampler, Double.NaN, Double.NaN, Verdict.NOT_RUN, reason);
    }
}
