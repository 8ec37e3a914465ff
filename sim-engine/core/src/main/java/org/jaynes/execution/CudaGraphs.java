package org.jaynes.execution;

import java.util.LinkedHashMap;
import java.util.Optional;
import org.jaynes.bindings.cuda.CudaException;
import org.jaynes.bindings.cuda.CudaGraph;
import org.jaynes.bindings.cuda.CudaStream;
import org.jaynes.plan.Plan;

/**
 * Graphs of the plans that run again and again, as those of a loop over parameters do. A graph is known by all that its
 * launches were told, and reads ops, states and coefficients where they lie: what these hold may change without another
 * recording, and where they lie elsewhere it is another graph. Closing the context frees them. Not thread-safe.
 */
final class CudaGraphs {
    /** Runs that are remembered; those that have not come for longest are forgotten. */
    static final int MOST = 64;

    /**
     * What the launches of a plan depend on.
     *
     * @param ops address of its micro-ops on the device
     * @param states address of the first state
     * @param coefficients address of the coefficients of the first row
     * @param stride reals from one row's coefficients to the next
     * @param slice number of the slice that the states are
     * @param fixedMask what is known of the states before, as in {@code JaynesPassArguments}
     */
    record Run(
            Plan plan,
            long ops,
            long states,
            long coefficients,
            long stride,
            int rows,
            long slice,
            long fixedMask,
            long fixedValue) {}

    /** What is known of a run that has come before. */
    private sealed interface Known {}

    /** It has come once: a graph that is not used again would cost more than it saves. */
    private record Once() implements Known {}

    private record Recorded(CudaGraph graph) implements Known {}

    /** The driver had no memory for the graph. */
    private record Refused() implements Known {}

    /** Least recently used first. */
    private final LinkedHashMap<Run, Known> known = new LinkedHashMap<>(16, 0.75f, true);

    private final CudaStream stream;

    CudaGraphs(CudaStream stream) {
        this.stream = stream;
    }

    /**
     * The graph of a run that has come before; recorded when it comes for the second time.
     *
     * @param launches queues the kernels of the run, and nothing that waits or allocates
     */
    Optional<CudaGraph> get(Run run, Runnable launches) {
        return switch (known.get(run)) {
            case null -> {
                remember(run, new Once());
                yield Optional.empty();
            }
            case Once _ -> record(run, launches);
            case Recorded(CudaGraph graph) -> Optional.of(graph);
            case Refused _ -> Optional.empty();
        };
    }

    private Optional<CudaGraph> record(Run run, Runnable launches) {
        try {
            CudaGraph graph = CudaGraph.capture(stream, launches);
            remember(run, new Recorded(graph));
            return Optional.of(graph);
        } catch (CudaException e) {
            if (!e.isOutOfMemory()) {
                throw e;
            }
            // One by one the kernels need no memory.
            remember(run, new Refused());
            return Optional.empty();
        }
    }

    private void remember(Run run, Known state) {
        known.put(run, state);
        if (known.size() > MOST) {
            // A graph that still runs is freed by the driver when it is done.
            if (known.pollFirstEntry().getValue() instanceof Recorded(CudaGraph graph)) {
                graph.close();
            }
        }
    }
}
