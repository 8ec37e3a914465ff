package org.jaynes.photonics.validation;

import java.util.List;

/** All checks and the curves behind them. */
public record ValidationReport(List<Check> checks, List<Curve> curves) {
    public ValidationReport {
        checks = List.copyOf(checks);
        curves = List.copyOf(curves);
    }

    /** Whether no check failed. */
    public boolean passed() {
        return checks.stream().noneMatch(check -> check.verdict() == Check.Verdict.FAILED);
    }
}
