package org.jaynes.statevector;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jaynes.circuit.Barrier;
import org.jaynes.circuit.Channel;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.Instruction;
import org.jaynes.circuit.MatrixOperator;
import org.jaynes.circuit.Measurement;
import org.jaynes.circuit.Noise;
import org.jaynes.circuit.ReadoutError;
import org.jaynes.circuit.Reset;

/**
 * A circuit as gates on a density matrix of twice as many qubits: rows are qubits 0 to n - 1, columns n to 2n - 1. A gate
 * U acts on the rows, its conjugate on the columns, and a channel on both by one matrix that is not unitary.
 */
final class DensityProgram {
    /** Up to so many qubits distributions and expectations come from density matrices: 512 MiB in single precision. */
    static final int MAX_QUBITS = 13;

    private final int qubits;
    private final List<Gate> gates = new ArrayList<>();

    private DensityProgram(int qubits) {
        this.qubits = qubits;
    }

    /**
     * Whether the distribution of a circuit comes from its density matrix: it has channels, nothing but gates, channels
     * and resets before its tail, and few qubits.
     */
    static boolean isBetter(PreparedCircuit prepared) {
        List<Instruction> body = prepared.instructions().subList(0, prepared.tail());
        return prepared.circuit().qubitCount() <= MAX_QUBITS
                && body.stream().anyMatch(Noise.class::isInstance)
                && body.stream()
                        .allMatch(i -> i instanceof Noise
                                || i instanceof Reset
                                || i instanceof Barrier
                                || (i instanceof Gate gate
                                        && gate.angles().stream().noneMatch(Expression::isRunTime)));
    }

    /**
     * The gates of a circuit, without the measurements at its end.
     *
     * @param tail index of the first instruction of the circuit's tail
     * @throws ProgramException if there are mid-circuit measurements or classical control
     */
    static List<Gate> gates(Circuit circuit, List<Instruction> instructions, int tail) {
        DensityProgram program = new DensityProgram(circuit.qubitCount());
        for (int i = 0; i < instructions.size(); i++) {
            program.add(instructions.get(i), i >= tail);
        }
        return program.gates;
    }

    private void add(Instruction instruction, boolean inTail) {
        switch (instruction) {
            case Gate gate -> {
                gates.add(gate);
                Gate conjugate = gate.conjugate();
                int[] columns =
                        Arrays.stream(gate.qubits()).map(q -> q + qubits).toArray();
                gates.add(new Gate(
                        conjugate.unitary(),
                        conjugate.angles(),
                        columns,
                        conjugate.controlCount(),
                        conjugate.controlValues()));
            }
            case Noise(Channel channel, int[] on) -> channel(channel, on);
            case Reset(int qubit) -> channel(Channel.reset(), qubit);
            case Barrier _ -> {}
            case Measurement _, ReadoutError _ when inTail -> {}
            default ->
                throw new ProgramException("a density matrix is computed for circuits of gates, channels, resets and"
                        + " measurements at the end; this one has " + instruction);
        }
    }

    private void channel(Channel channel, int... on) {
        int[] both = Arrays.copyOf(on, 2 * on.length);
        for (int i = 0; i < on.length; i++) {
            both[on.length + i] = on[i] + qubits;
        }
        gates.add(Gate.of(new MatrixOperator(channel.toString(), channel.superoperator()), both));
    }
}
