package org.jaynes.plan;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jaynes.circuit.Expression;

/**
 * Passes of micro-ops that compute a stretch of gates, global phase included. Immutable and shareable between threads.
 *
 * <p>A plan depends on the structure of the gates, on the precision and on the profile it was made for, never on values
 * of parameters: {@link #bind} computes the numbers for given values.
 */
public final class Plan {
    private final Precision precision;
    private final DeviceProfile profile;
    private final int[] initialLayout;
    private final int[] layout;
    private final List<Pass> passes;
    private final CoefficientProgram program;

    Plan(
            Precision precision,
            DeviceProfile profile,
            int[] initialLayout,
            int[] layout,
            List<Pass> passes,
            CoefficientProgram program) {
        this.precision = precision;
        this.profile = profile;
        this.initialLayout = initialLayout.clone();
        this.layout = layout.clone();
        this.passes = List.copyOf(passes);
        this.program = program;
    }

    public Precision precision() {
        return precision;
    }

    /** The profile that it was made for. It runs, with the same bits, on every device. */
    public DeviceProfile profile() {
        return profile;
    }

    /** Number of qubits, and of index bits of the states it runs on. */
    public int indexBits() {
        return layout.length;
    }

    /** The index bit that must hold each qubit when the plan begins. Of no matter for |0...0>. */
    public int[] initialLayout() {
        return initialLayout.clone();
    }

    /** The index bit that holds each qubit after the plan has run. */
    public int[] layout() {
        return layout.clone();
    }

    /** The passes, in order. Empty when the gates do nothing, or only exchange qubits. */
    public List<Pass> passes() {
        return passes;
    }

    /** The distinct angles that are no constants: what {@link #bind} evaluates for each row. */
    public List<Expression> angles() {
        return program.angles();
    }

    /** Reals that one row of {@link Coefficients} takes; a multiple of 16. */
    public long coefficientCount() {
        return program.coefficientCount();
    }

    /**
     * Coefficients of a plan without {@link #angles()}. They are computed once and shared.
     *
     * @throws IllegalArgumentException if there are angles
     */
    public Coefficients bind() {
        if (!angles().isEmpty()) {
            throw new IllegalArgumentException(
                    "this plan has %d angles that need values; bind it to a row of parameters"
                            .formatted(angles().size()));
        }
        return bind(List.of(angle -> 0.0));
    }

    /**
     * Coefficients of one row.
     *
     * @param row the value, in radians, of each of {@link #angles()}
     */
    public Coefficients bind(ToDoubleFunction<Expression> row) {
        return bind(List.of(row));
    }

    /**
     * Coefficients of many rows.
     *
     * @param rows one function per row that gives the value, in radians, of each of {@link #angles()}; at least one
     * @throws IllegalArgumentException if there is no row, or an angle is not finite
     */
    public Coefficients bind(List<? extends ToDoubleFunction<Expression>> rows) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("no rows to bind; expected at least one");
        }
        return program.bind(this, rows);
    }

    /** What it will cost. */
    public Explanation explain() {
        return Explanation.of(this);
    }
}
