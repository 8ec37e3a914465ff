package org.jaynes.qasm;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jaynes.circuit.Assignment;
import org.jaynes.circuit.Barrier;
import org.jaynes.circuit.Branch;
import org.jaynes.circuit.Break;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.ClassicalRegister;
import org.jaynes.circuit.Continue;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.Instruction;
import org.jaynes.circuit.Measurement;
import org.jaynes.circuit.Noise;
import org.jaynes.circuit.ReadoutError;
import org.jaynes.circuit.Reset;
import org.jaynes.circuit.Termination;
import org.jaynes.circuit.WhileLoop;
import org.jaynes.plan.NaiveState;
import org.jspecify.annotations.Nullable;

/**
 * Runs a circuit along all outcomes of its measurements, by definition and without any planning: the probabilities of the
 * classical results.
 */
final class ExactRun {
    /** Branches below this probability are left out; what they sum up to is {@link #lost}. */
    private static final double NEGLIGIBLE = 1e-7;

    private final Circuit circuit;
    private final Map<String, Double> parameters;
    private final Map<String, Double> probabilities = new TreeMap<>();
    private double lost;

    /** What runs next: the rest of a list, then the rest of what is around it. */
    private record Next(
            List<Instruction> list,
            int index,
            @Nullable WhileLoop loop,
            @Nullable Next outer) {}

    /** The quantum and the classical state of one branch. */
    private record Shot(double[] re, double[] im, boolean[] bits, long[] variables, double probability)
            implements Environment {
        @Override
        public double parameter(String name) {
            throw new IllegalStateException(name);
        }

        Shot copy(double newProbability) {
            return new Shot(re.clone(), im.clone(), bits.clone(), variables.clone(), newProbability);
        }
    }

    private ExactRun(Circuit circuit, Map<String, Double> parameters) {
        this.circuit = circuit;
        this.parameters = parameters;
    }

    /** Probabilities by {@code name=bits} of the registers that are results, bit 0 first, separated by blanks. */
    static Map<String, Double> distribution(Circuit circuit) {
        return of(circuit, Map.of()).probabilities;
    }

    static ExactRun of(Circuit circuit, Map<String, Double> parameters) {
        var run = new ExactRun(circuit, parameters);
        double[] re = new double[1 << circuit.qubitCount()];
        re[0] = 1;
        run.run(
                new Shot(
                        re,
                        new double[re.length],
                        new boolean[circuit.bitCount()],
                        new long[circuit.variables().size()],
                        1),
                new Next(circuit.instructions(), 0, null, null));
        return run;
    }

    Map<String, Double> probabilities() {
        return probabilities;
    }

    /** Probability of the branches that were left out. */
    double lost() {
        return lost;
    }

    /** Amplitudes (re, im) after the gates of a circuit up to its first measurement, without global phase. */
    static double[] amplitudes(Circuit circuit, Map<String, Double> parameters) {
        NaiveState state = new NaiveState(circuit.qubitCount(), 0);
        Environment environment = name -> value(parameters, name);
        for (Instruction instruction : circuit.instructions()) {
            if (instruction instanceof Gate gate) {
                state.apply(List.of(gate), environment);
            }
        }
        double[] amplitudes = new double[2 << circuit.qubitCount()];
        for (int i = 0; i < amplitudes.length / 2; i++) {
            amplitudes[2 * i] = state.re(i);
            amplitudes[2 * i + 1] = state.im(i);
        }
        return amplitudes;
    }

    private static double value(Map<String, Double> parameters, String name) {
        return Objects.requireNonNull(parameters.get(name), name);
    }

    private Environment environment(Shot shot) {
        return new Environment() {
            @Override
            public double parameter(String name) {
                return value(parameters, name);
            }

            @Override
            public long variable(int variable) {
                return shot.variables[variable];
            }

            @Override
            public boolean bit(int bit) {
                return shot.bits[bit];
            }
        };
    }

    private void run(Shot start, @Nullable Next first) {
        Shot shot = start;
        @Nullable Next next = first;
        while (next != null) {
            if (next.index == next.list.size()) {
                next = next.loop == null ? next.outer : round(next.loop, next.outer, shot);
                continue;
            }
            Instruction instruction = next.list.get(next.index);
            @Nullable Next after = new Next(next.list, next.index + 1, next.loop, next.outer);
            switch (instruction) {
                case Gate gate -> shot = apply(gate, shot);
                case Barrier _ -> {}
                case Assignment assignment -> assign(assignment, shot);
                case Branch branch -> {
                    boolean holds = branch.condition().isTrue(environment(shot));
                    after = new Next(holds ? branch.whenTrue() : branch.whenFalse(), 0, null, after);
                }
                case WhileLoop loop -> after = round(loop, after, shot);
                case Break() -> after = enclosingLoop(next).outer;
                case Continue() -> {
                    Next inner = enclosingLoop(next);
                    after = round(Objects.requireNonNull(inner.loop), inner.outer, shot);
                }
                case Termination() -> after = null;
                case Measurement(int qubit, int bit) -> {
                    split(shot, qubit, bit, after);
                    return;
                }
                case Noise _, ReadoutError _ -> throw new IllegalStateException("no program has " + instruction);
                case Reset(int qubit) -> {
                    split(shot, qubit, -1, after);
                    return;
                }
            }
            next = after;
        }
        probabilities.merge(key(shot), shot.probability, Double::sum);
    }

    private @Nullable Next round(WhileLoop loop, @Nullable Next outer, Shot shot) {
        return loop.condition().isTrue(environment(shot)) ? new Next(loop.body(), 0, loop, outer) : outer;
    }

    private static Next enclosingLoop(Next next) {
        Next loop = next;
        while (loop.loop == null) {
            loop = Objects.requireNonNull(loop.outer);
        }
        return loop;
    }

    private Shot apply(Gate gate, Shot shot) {
        NaiveState state = new NaiveState(shot.re, shot.im);
        state.apply(List.of(gate), environment(shot));
        for (int i = 0; i < shot.re.length; i++) {
            shot.re[i] = state.re(i);
            shot.im[i] = state.im(i);
        }
        return shot;
    }

    /** Goes on with both outcomes; {@code bit} is -1 for a reset. */
    private void split(Shot shot, int qubit, int bit, @Nullable Next after) {
        for (int outcome = 0; outcome < 2; outcome++) {
            double norm = 0;
            for (int i = 0; i < shot.re.length; i++) {
                if ((i >> qubit & 1) == outcome) {
                    norm += shot.re[i] * shot.re[i] + shot.im[i] * shot.im[i];
                }
            }
            if (shot.probability * norm < NEGLIGIBLE) {
                lost += shot.probability * norm;
                continue;
            }
            Shot branch = shot.copy(shot.probability * norm);
            double scale = 1 / Math.sqrt(norm);
            for (int i = 0; i < branch.re.length; i++) {
                boolean kept = (i >> qubit & 1) == outcome;
                branch.re[i] = kept ? branch.re[i] * scale : 0;
                branch.im[i] = kept ? branch.im[i] * scale : 0;
            }
            if (bit >= 0) {
                branch.bits[bit] = outcome == 1;
            } else if (outcome == 1) {
                branch = apply(Gate.of(org.jaynes.circuit.StandardGate.X, new int[] {qubit}), branch);
            }
            run(branch, after);
        }
    }

    private void assign(Assignment assignment, Shot shot) {
        Environment environment = environment(shot);
        Expression value = assignment.value();
        switch (assignment.target()) {
            case Assignment.ToVariable(Expression.Variable variable) ->
                shot.variables[variable.index()] = variable.type().isDiscrete()
                        ? value.integer(environment)
                        : Double.doubleToRawLongBits(value.real(environment));
            case Assignment.ToBits(Expression.BitRange range) -> {
                var bits = value.wide(environment);
                for (int i = 0; i < range.count(); i++) {
                    shot.bits[range.first() + i] = bits.testBit(i);
                }
            }
            case Assignment.ToIndexedBit(Expression.BitRange range, Expression index) -> {
                long i = index.integer(environment);
                boolean bit = value.isTrue(environment);
                shot.bits[range.first() + (int) (i < 0 ? i + range.count() : i)] = bit;
            }
            case Assignment.ToVariableBit(Expression.Variable variable, Expression index) -> {
                long i = index.integer(environment);
                long mask = 1L << (i < 0 ? i + variable.type().width() : i);
                long old = shot.variables[variable.index()];
                shot.variables[variable.index()] = value.isTrue(environment) ? old | mask : old & ~mask;
            }
        }
    }

    private String key(Shot shot) {
        StringBuilder key = new StringBuilder();
        for (ClassicalRegister register : circuit.classicalRegisters()) {
            if (register.output()) {
                key.append(key.isEmpty() ? "" : " ").append(register.name()).append('=');
                boolean[] bits = Arrays.copyOfRange(shot.bits, register.first(), register.first() + register.size());
                for (boolean bit : bits) {
                    key.append(bit ? '1' : '0');
                }
            }
        }
        return key.toString();
    }
}
