package org.jaynes.statevector;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.ParameterRows;
import org.jaynes.execution.Executor;
import org.jaynes.execution.InsufficientMemoryException;
import org.jaynes.execution.PauliGroup;
import org.jaynes.execution.StateBuffer;
import org.jaynes.plan.Plan;
import org.jaynes.plan.Precision;
import org.jaynes.plan.Probe;

/** Runs an {@link AdjointProgram} for rows of parameters. Observables are rows of a batch of pairs of states. */
final class AdjointRun {
    private static final int MEMORY_ALIGNMENT = 64;

    private final Executor executor;
    private final AdjointProgram program;
    private final List<String> parameters;
    private final List<PauliSum> observables;
    private final Precision precision;
    private final Meter meter;
    private final RunOptions options;
    private final int bits;

    AdjointRun(
            Executor executor,
            AdjointProgram program,
            List<String> parameters,
            List<PauliSum> observables,
            RunOptions options,
            Meter meter) {
        this.options = options;
        this.executor = executor;
        this.program = program;
        this.parameters = parameters;
        this.observables = observables;
        this.precision = program.forward().precision();
        this.meter = meter;
        this.bits = program.forward().indexBits();
    }

    /**
     * Values and derivatives.
     *
     * @param values to be filled: one row for each row of parameters, in it one value for each observable
     * @return for each row of parameters and each observable the derivatives by all parameters
     */
    double[][][] run(ParameterRows rows, double[][] values) {
        double[][][] jacobians = new double[rows.rowCount()][observables.size()][parameters.size()];
        for (int row = 0; row < jacobians.length; row++) {
            Map<String, Double> ofRow = rows.row(row);
            run(name -> Objects.requireNonNull(ofRow.get(name), name), values[row], jacobians[row]);
        }
        return jacobians;
    }

    private void run(Environment environment, double[] values, double[][] jacobian) {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment ket = arena.allocate((long) precision.amplitudeBytes() << bits, MEMORY_ALIGNMENT);
            MemorySegment bra = arena.allocate(ket.byteSize(), MEMORY_ALIGNMENT);
            List<List<PauliGroup>> groups = observables.stream()
                    .map(o -> o.groups(program.forward().layout()))
                    .toList();
            forward(environment, ket, groups, values);
            HostAmplitudes amplitudes = new HostAmplitudes(executor, precision, bits);
            double ketNorm = amplitudes.norm(ket);
            int batch = batch();
            int first = 0;
            while (first < observables.size()) {
                int count = Math.min(batch, observables.size() - first);
                try (StateBuffer pairs = executor.allocate(bits + 1, count, precision)) {
                    int[] scales = new int[count];
                    for (int row = 0; row < count; row++) {
                        amplitudes.apply(withoutIdentity(groups.get(first + row)), ket, bra);
                        scales[row] = scale(ketNorm * amplitudes.norm(bra));
                        amplitudes.multiply(bra, Math.scalb(1.0, scales[row]));
                        pairs.write(row, 0, ket);
                        pairs.write(row, 1L << bits, bra);
                    }
                    backwards(environment, pairs, scales, jacobian, first);
                    first += count;
                } catch (InsufficientMemoryException e) {
                    if (count == 1) {
                        throw e;
                    }
                    batch = count / 2;
                }
            }
        }
    }

    /** The identity changes no derivative, but would make the bra larger, and the unit of the probes' sums with it. */
    private static List<PauliGroup> withoutIdentity(List<PauliGroup> groups) {
        List<PauliGroup> others = new ArrayList<>(groups.size());
        for (PauliGroup group : groups) {
            int[] kept = IntStream.range(0, group.zMasks().length)
                    .filter(i -> group.xMask() != 0 || group.zMasks()[i] != 0)
                    .toArray();
            if (kept.length == group.zMasks().length) {
                others.add(group);
            } else if (kept.length > 0) {
                // Products without X have no Y either, so all are real.
                long[] zMasks =
                        Arrays.stream(kept).mapToLong(i -> group.zMasks()[i]).toArray();
                double[] coefficients = Arrays.stream(kept)
                        .mapToDouble(i -> group.coefficients()[i])
                        .toArray();
                others.add(new PauliGroup(0, zMasks, coefficients, kept.length));
            }
        }
        return others;
    }

    /** The power of two that bras are multiplied by, so that sums of probes keep as many digits as they can hold. */
    private static int scale(double norms) {
        return norms == 0 ? 0 : Probe.SUM_BITS - 1 - Math.getExponent(norms);
    }

    private int batch() {
        return Math.clamp(1L << Math.max(0, executor.batchBits() - bits - 1), 1, Math.max(1, observables.size()));
    }

    private void forward(Environment environment, MemorySegment ket, List<List<PauliGroup>> groups, double[] values) {
        try (StateBuffer state = executor.allocate(bits, 1, precision)) {
            options.initialState().ifPresent(amplitudes -> amplitudes.write(state, 0));
            state.apply(
                    program.forward(),
                    program.forward().bind(environment),
                    options.observer().orElse(null));
            meter.passes += program.forward().passes().size();
            for (int o = 0; o < values.length; o++) {
                for (PauliGroup group : groups.get(o)) {
                    values[o] += state.expectation(group)[0];
                }
            }
            state.read(0, 0, ket);
        }
    }

    private void backwards(Environment environment, StateBuffer pairs, int[] scales, double[][] jacobian, int first) {
        Plan plan = program.backward();
        long[] sums =
                pairs.probe(plan, plan.bind(environment), options.observer().orElse(null));
        meter.passes += plan.passes().size();
        double[] slopes = new double[scales.length];
        for (AdjointProgram.Slope slope : program.slopes()) {
            double[] coefficients = slope.coefficients(slope.gate().angleValues(environment));
            for (int row = 0; row < slopes.length; row++) {
                double sum = 0;
                for (int i = 0; i < coefficients.length; i++) {
                    sum += coefficients[i] * sums[row * plan.probeCount() + slope.probes()[i]];
                }
                slopes[row] = Math.scalb(2 * sum, -scales[row]);
            }
            chain(environment, slope.gate().angles().get(slope.angle()), slopes, jacobian, first);
        }
    }

    private void chain(Environment environment, Expression angle, double[] slopes, double[][] jacobian, int first) {
        for (int p : AdjointProgram.parameters(angle, parameters)) {
            double inner = angle.derivative(parameters.get(p), environment);
            for (int row = 0; row < slopes.length; row++) {
                jacobian[first + row][p] += slopes[row] * inner;
            }
        }
    }
}
