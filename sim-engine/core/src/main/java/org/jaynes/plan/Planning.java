package org.jaynes.plan;

import java.util.List;
import org.jaynes.circuit.Gate;
import org.jspecify.annotations.Nullable;

/** One run of the planner. */
final class Planning {
    Planning(int qubits, Precision precision, DeviceProfile profile, int @Nullable [] initialLayout) {}

    @SuppressWarnings("DoNotCallSuggester")
    Plan plan(List<Gate> gates) {
        throw new UnsupportedOperationException("planning follows");
    }
}
