package org.jaynes.statevector;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jaynes.circuit.Assignment;
import org.jaynes.circuit.Barrier;
import org.jaynes.circuit.Branch;
import org.jaynes.circuit.Break;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.ClassicalRegister;
import org.jaynes.circuit.Continue;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.Instruction;
import org.jaynes.circuit.Measurement;
import org.jaynes.circuit.Noise;
import org.jaynes.circuit.ReadoutError;
import org.jaynes.circuit.Reset;
import org.jaynes.circuit.Termination;
import org.jaynes.circuit.WhileLoop;
import org.jaynes.plan.NaiveState;

/**
 * The distribution of a circuit's outcomes by the definition: every instruction is run where it stands, every measurement
 * splits the world in two. Continuations say what comes after an instruction, a break, a continue and an end.
 */
final class NaiveInterpreter {
    private static final double IMPOSSIBLE = 1e-20;

    private final Circuit circuit;
    private final Map<String, Double> outcomes = new TreeMap<>();

    private NaiveInterpreter(Circuit circuit) {
        this.circuit = circuit;
    }

    static Map<String, Double> distribution(Circuit circuit) {
        NaiveInterpreter interpreter = new NaiveInterpreter(circuit);
        World start = new World(
                new NaiveState(circuit.qubitCount(), 0),
                new boolean[circuit.bitCount()],
                new long[circuit.variables().size()]);
        Consumer<World> end = interpreter::record;
        interpreter.run(circuit.instructions(), 0, start, new Exits(end, end, end, end));
        return interpreter.outcomes;
    }

    /** A state that is not normalised, so that its squared norm is the probability, and the classical memory. */
    private record World(NaiveState state, boolean[] bits, long[] variables) implements Environment {
        @Override
        public double parameter(String name) {
            throw new IllegalArgumentException(name);
        }

        @Override
        public boolean bit(int bit) {
            return bits[bit];
        }

        @Override
        public long variable(int variable) {
            return variables[variable];
        }

        World with(NaiveState other) {
            return new World(other, bits.clone(), variables.clone());
        }
    }

    private record Exits(
            Consumer<World> next, Consumer<World> breaks, Consumer<World> continues, Consumer<World> ends) {}

    private void run(List<Instruction> body, int index, World world, Exits exits) {
        if (index == body.size()) {
            exits.next.accept(world);
            return;
        }
        Consumer<World> after = w -> run(body, index + 1, w, exits);
        switch (body.get(index)) {
            case Gate gate -> {
                world.state.apply(List.of(gate), world);
                after.accept(world);
            }
            case Barrier _ -> after.accept(world);
            case Measurement(int qubit, int bit) -> {
                for (int outcome = 0; outcome < 2; outcome++) {
                    World branch = world.with(project(world.state, qubit, outcome));
                    branch.bits[bit] = outcome == 1;
                    ifPossible(branch, after);
                }
            }
            case Reset(int qubit) -> {
                ifPossible(world.with(project(world.state, qubit, 0)), after);
                World one = world.with(project(world.state, qubit, 1));
                one.state.apply(List.of(Gate.of(org.jaynes.circuit.StandardGate.X, new int[] {qubit})), world);
                ifPossible(one, after);
            }
            case Assignment assignment -> {
                assign(assignment, world);
                after.accept(world);
            }
            case Branch branch ->
                run(
                        branch.condition().isTrue(world) ? branch.whenTrue() : branch.whenFalse(),
                        0,
                        world,
                        new Exits(after, exits.breaks, exits.continues, exits.ends));
            case WhileLoop loop -> {
                if (loop.condition().isTrue(world)) {
                    Consumer<World> again = w -> run(body, index, w, exits);
                    run(loop.body(), 0, world, new Exits(again, after, again, exits.ends));
                } else {
                    after.accept(world);
                }
            }
            case Noise _, ReadoutError _ ->
                throw new IllegalStateException("noise is checked against density matrices: " + body.get(index));
            case Break _ -> exits.breaks.accept(world);
            case Continue _ -> exits.continues.accept(world);
            case Termination _ -> exits.ends.accept(world);
        }
    }

    private void assign(Assignment assignment, World world) {
        switch (assignment.target()) {
            case Assignment.ToVariable(var variable) ->
                world.variables[variable.index()] = assignment.value().integer(world);
            case Assignment.ToBits(var range) -> {
                long value = assignment.value().integer(world);
                for (int i = 0; i < range.count(); i++) {
                    world.bits[range.first() + i] = (value >> i & 1) == 1;
                }
            }
            case Assignment.ToIndexedBit(var range, var index) -> {
                boolean value = assignment.value().isTrue(world);
                world.bits[range.first() + (int) index.integer(world)] = value;
            }
            case Assignment.ToVariableBit(var variable, var index) -> {
                long bit = 1L << index.integer(world);
                long old = world.variables[variable.index()];
                world.variables[variable.index()] = assignment.value().isTrue(world) ? old | bit : old & ~bit;
            }
        }
    }

    private void ifPossible(World world, Consumer<World> then) {
        if (probability(world) > IMPOSSIBLE) {
            then.accept(world);
        }
    }

    private NaiveState project(NaiveState state, int qubit, int outcome) {
        int size = 1 << circuit.qubitCount();
        double[] re = new double[size];
        double[] im = new double[size];
        for (int i = 0; i < size; i++) {
            if ((i >> qubit & 1) == outcome) {
                re[i] = state.re(i);
                im[i] = state.im(i);
            }
        }
        return new NaiveState(re, im);
    }

    private double probability(World world) {
        double sum = 0;
        for (int i = 0; i < 1 << circuit.qubitCount(); i++) {
            sum += world.state.re(i) * world.state.re(i) + world.state.im(i) * world.state.im(i);
        }
        return sum;
    }

    private void record(World world) {
        StringBuilder text = new StringBuilder();
        for (ClassicalRegister register : circuit.classicalRegisters().reversed()) {
            if (register.output()) {
                text.append(text.isEmpty() ? "" : " ");
                for (int bit : Arrays.stream(register.all())
                        .map(b -> -b)
                        .sorted()
                        .map(b -> -b)
                        .toArray()) {
                    text.append(world.bits[bit] ? '1' : '0');
                }
            }
        }
        outcomes.merge(text.toString(), probability(world), Double::sum);
    }
}
