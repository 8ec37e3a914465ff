package org.jaynes.decoder.ldpc;

import org.jaynes.decoder.CompiledDecoder;

/** Belief propagation made ready for one matrix. */
final class CompiledPropagation implements CompiledDecoder {
    final CheckMatrix matrix;
    final BeliefPropagation propagation;
    final Relay relay;
    final MemoryStrengths strengths;
    final Postprocessing postprocessing;

    /** Whether a shot without detection events has the empty set as its lightest solution, whatever else happens. */
    final boolean emptyIsLightest;

    CompiledPropagation(CheckMatrix matrix, BeliefPropagation propagation, Relay relay, Postprocessing postprocessing) {
        this.matrix = matrix;
        this.propagation = propagation;
        this.relay = relay;
        this.strengths = new MemoryStrengths(relay, matrix.columnCount());
        this.postprocessing = postprocessing;
        boolean allPositive = true;
        for (double prior : matrix.priors()) {
            allPositive &= prior > 0;
        }
        this.emptyIsLightest = allPositive;
    }

    @Override
    public int detectorCount() {
        return matrix.rowCount();
    }

    @Override
    public int observableCount() {
        return matrix.observableCount();
    }

    @Override
    public int errorCount() {
        return matrix.errorCount();
    }

    @Override
    public PropagationSession newSession() {
        return new PropagationSession(this);
    }
}
