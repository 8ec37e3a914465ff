package org.jaynes.decoder.analysis;

/** A circuit that has no detector error model under the given {@link AnalysisOptions}. */
public final class AnalysisException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AnalysisException(String message) {
        super(message);
    }

    /** The same fault, with the instruction that it was found at. */
    AnalysisException at(String place) {
        return new AnalysisException(getMessage() + "\n    at " + place);
    }
}
