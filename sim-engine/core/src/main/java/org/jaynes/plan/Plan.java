package org.jaynes.plan;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Expression;
import org.jspecify.annotations.Nullable;

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
    private final int sliceBits;
    private final int probeCount;
    private volatile @Nullable KernelPlan kernelPlan;

    Plan(
            Precision precision,
            DeviceProfile profile,
            int[] initialLayout,
            int[] layout,
            List<Pass> passes,
            CoefficientProgram program) {
        this(precision, profile, initialLayout, layout, passes, program, 0, probes(passes));
    }

    private Plan(
            Precision precision,
            DeviceProfile profile,
            int[] initialLayout,
            int[] layout,
            List<Pass> passes,
            CoefficientProgram program,
            int sliceBits,
            int probeCount) {
        this.precision = precision;
        this.profile = profile;
        this.initialLayout = initialLayout.clone();
        this.layout = layout.clone();
        this.passes = List.copyOf(passes);
        this.program = program;
        this.sliceBits = sliceBits;
        this.probeCount = probeCount;
    }

    private static int probes(List<Pass> passes) {
        return (int) passes.stream()
                .flatMap(pass -> pass.ops().stream())
                .filter(op -> op.kind().isProbe())
                .count();
    }

    public Precision precision() {
        return precision;
    }

    CoefficientProgram program() {
        return program;
    }

    /** The profile that it was made for. It runs, with the same bits, on every device. */
    public DeviceProfile profile() {
        return profile;
    }

    /** Number of qubits, and of index bits of the states it runs on. */
    public int indexBits() {
        return layout.length;
    }

    /**
     * How many of the highest index bits are the number of a slice, which the passes leave as they are: 0 but for the
     * parts of a {@link SlicedPlan}, each of which runs on one slice at a time.
     */
    public int sliceBits() {
        return sliceBits;
    }

    /** Some of its passes, as every one of 2^sliceBits slices does them; they take the coefficients of this plan. */
    Plan ofSlices(List<Pass> some, int bits) {
        return new Plan(precision, profile, initialLayout, layout, some, program, bits, probeCount);
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

    /** How many probes it has: sums of each row that a run gives. Of a part of a plan, those of the whole. */
    public int probeCount() {
        return probeCount;
    }

    /** Reals that one row of {@link Coefficients} takes; a multiple of 16. */
    public long coefficientCount() {
        return program.count();
    }

    /**
     * Coefficients of one row. Those of a plan without {@link #angles()} are computed when the plan is made, and shared.
     *
     * @param row the values of parameters, variables and bits; {@link Environment#EMPTY} if there are no angles
     * @throws IllegalArgumentException if a parameter has no value, or an angle is not finite
     */
    public Coefficients bind(Environment row) {
        return bind(List.of(row));
    }

    /**
     * Coefficients of many rows.
     *
     * @param rows the values of parameters, variables and bits of each row; at least one
     * @throws IllegalArgumentException if there is no row, a parameter has no value, or an angle is not finite
     */
    public Coefficients bind(List<? extends Environment> rows) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("no rows to bind; expected at least one");
        }
        return program.bind(this, rows);
    }

    /**
     * A plan of one dense matrix, whose numbers nobody binds: each row gets them when it runs, see {@link #unbound}.
     *
     * @param bits the index bits it acts on, ascending; the first is the least significant bit of its indices
     */
    public static Plan ofMatrix(int[] bits, int indexBits, Precision precision, DeviceProfile profile) {
        long mask = 0;
        for (int bit : bits) {
            mask |= 1L << bit;
        }
        int tileBits = Math.min(indexBits, profile.tileBits(precision));
        Tile tile = Tile.of(mask, indexBits, tileBits);
        MicroOp matrix = tile.microOp(new OpDraft(OpKind.MATRIX, bits.clone(), 0, 0, null), 0);
        Pass pass = new Pass(tile.qubits(), Math.min(profile.lowBits(), tileBits), List.of(matrix));
        int[] layout = new int[indexBits];
        Arrays.setAll(layout, q -> q);
        int size = OpKind.MATRIX.coefficientCount(bits.length);
        return new Plan(precision, profile, layout, layout, List.of(pass), CoefficientProgram.given(precision, size));
    }

    /**
     * Coefficients that are written while the plan is not running.
     *
     * @param values row after row, each of {@link #coefficientCount} floats or doubles, aligned to 64 bytes, off the heap
     */
    public Coefficients unbound(int rows, MemorySegment values) {
        return Coefficients.written(this, rows, values);
    }

    /** The passes as kernels read them; made once, on first use. */
    public KernelPlan kernelPlan() {
        KernelPlan known = kernelPlan;
        if (known == null) {
            known = KernelPlan.of(passes, indexBits() - sliceBits, sliceBits, probeCount);
            kernelPlan = known;
        }
        return known;
    }

    /**
     * This plan, or for a device that cannot hold tiles of its size the same ops in more passes over tiles of at most
     * {@code tileBits} bits, which give the same bits.
     *
     * @param lowBits lowest index bits that are in every tile of the new passes
     */
    public Plan withTiles(int tileBits, int lowBits) {
        if (passes.stream().allMatch(pass -> pass.tileBits() <= tileBits)) {
            return this;
        }
        List<Pass> smaller = new Retiling(indexBits(), tileBits, lowBits).passes(passes);
        return new Plan(precision, profile, initialLayout, layout, smaller, program, sliceBits, probeCount);
    }

    /** What it will cost. */
    public Explanation explain() {
        return Explanation.of(this);
    }
}
