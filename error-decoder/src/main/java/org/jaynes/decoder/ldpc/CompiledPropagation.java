package org.jaynes.decoder.ldpc;

import org.jaynes.bindings.Availability.Available;
import org.jaynes.bindings.cpu.CpuLibrary;
import org.jaynes.decoder.CompiledDecoder;
import org.jspecify.annotations.Nullable;

/** Belief propagation made ready for one matrix. */
final class CompiledPropagation implements CompiledDecoder {
    final CheckMatrix matrix;
    final BeliefPropagation propagation;
    final Relay relay;
    final MemoryStrengths strengths;
    final Postprocessing postprocessing;
    private final @Nullable NativeGraph nativeGraph;
    private final @Nullable GroupedGraph groupedGraph;

    /** Whether a shot without detection events has the empty set as its lightest solution, whatever else happens. */
    final boolean emptyIsLightest;

    CompiledPropagation(CheckMatrix matrix, BeliefPropagation propagation, Relay relay, Postprocessing postprocessing) {
        this.matrix = matrix;
        this.propagation = propagation;
        this.relay = relay;
        this.strengths = new MemoryStrengths(relay, matrix.columnCount());
        this.postprocessing = postprocessing;
        boolean isNative = propagation.rule() == UpdateRule.MIN_SUM
                && propagation.precision() != Precision.DOUBLE
                && CpuLibrary.find() instanceof Available<CpuLibrary>;
        this.nativeGraph = isNative ? new NativeGraph(matrix, propagation.precision()) : null;
        this.groupedGraph = isNative && GroupedGraph.serves(matrix, propagation)
                ? new GroupedGraph(matrix, propagation.precision())
                : null;
        boolean allPositive = true;
        for (double prior : matrix.priors()) {
            allPositive &= prior > 0;
        }
        this.emptyIsLightest = allPositive;
    }

    /** Lanes for the batches of one thread: those of libjaynes_cpu where it is there and has these settings. */
    MessageLanes batchLanes() {
        if (nativeGraph != null && CpuLibrary.find() instanceof Available<CpuLibrary>(CpuLibrary library)) {
            return new NativeLanes(
                    library, library.bestInstructionSet(), matrix, nativeGraph, propagation, relay.legs() > 0);
        }
        return referenceLane();
    }

    /** What decodes single shots in one thread: layers have no faster way than a batch of one. */
    MessageLanes singleLanes() {
        if (groupedGraph != null && CpuLibrary.find() instanceof Available<CpuLibrary>(CpuLibrary library)) {
            return new NativeShot(
                    library, library.bestInstructionSet(), matrix, groupedGraph, propagation, relay.legs() > 0);
        }
        return batchLanes();
    }

    /** A lane that can do everything, shots with priors of their own among it. */
    ReferenceLane referenceLane() {
        return new ReferenceLane(matrix, propagation);
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
