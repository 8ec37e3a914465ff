package org.jaynes.circuit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A quantum circuit with measurements, resets, classical variables and control flow. Immutable and shareable between
 * threads. Made by a {@link CircuitBuilder}:
 *
 * <pre>{@code
 * Circuit bell = Circuit.builder(2, 2).h(0).cx(0, 1).measureAll().build();
 * }</pre>
 *
 * <p>Qubits, classical bits and variables are numbered from 0 in order of declaration. Qubit 0 is the least significant
 * bit of the index of an amplitude.
 */
public final class Circuit {
    /** Most qubits that the model holds; a simulator takes far fewer. */
    public static final int MAX_QUBITS = 1 << 20;

    /** Most classical bits. */
    public static final int MAX_BITS = 1 << 20;

    private final List<QubitRegister> qubitRegisters;
    private final List<ClassicalRegister> classicalRegisters;
    private final List<VariableDeclaration> variables;
    private final List<String> parameters;
    private final List<Instruction> instructions;
    private final double globalPhase;

    Circuit(
            List<QubitRegister> qubitRegisters,
            List<ClassicalRegister> classicalRegisters,
            List<VariableDeclaration> variables,
            List<String> parameters,
            List<Instruction> instructions,
            double globalPhase) {
        this.qubitRegisters = List.copyOf(qubitRegisters);
        this.classicalRegisters = List.copyOf(classicalRegisters);
        this.variables = List.copyOf(variables);
        this.parameters = List.copyOf(parameters);
        this.instructions = List.copyOf(instructions);
        this.globalPhase = globalPhase;
    }

    /** A builder of a circuit without registers. */
    public static CircuitBuilder builder() {
        return new CircuitBuilder();
    }

    /** A builder of a circuit with a register {@code q} of qubits. */
    public static CircuitBuilder builder(int qubits) {
        return builder(qubits, 0);
    }

    /** A builder of a circuit with a register {@code q} of qubits and, unless there are none, a register {@code c} of bits. */
    public static CircuitBuilder builder(int qubits, int bits) {
        CircuitBuilder builder = new CircuitBuilder();
        builder.qubits("q", qubits);
        if (bits > 0) {
            builder.bits("c", bits);
        }
        return builder;
    }

    public int qubitCount() {
        return qubitRegisters.isEmpty()
                ? 0
                : qubitRegisters.getLast().first() + qubitRegisters.getLast().size();
    }

    /** Number of classical bits, those of intermediate values included. */
    public int bitCount() {
        return classicalRegisters.isEmpty()
                ? 0
                : classicalRegisters.getLast().first()
                        + classicalRegisters.getLast().size();
    }

    /** The registers of qubits in order of declaration. */
    public List<QubitRegister> qubitRegisters() {
        return qubitRegisters;
    }

    /** The registers of classical bits in order of declaration. */
    public List<ClassicalRegister> classicalRegisters() {
        return classicalRegisters;
    }

    /** The classical variables in order of declaration. */
    public List<VariableDeclaration> variables() {
        return variables;
    }

    /** The names of the parameters in order of declaration: real numbers that must be given when the circuit is run. */
    public List<String> parameters() {
        return parameters;
    }

    /** The steps in order. Constant global phases are not among them, see {@link #globalPhase}. */
    public List<Instruction> instructions() {
        return instructions;
    }

    /** The constant global phase in radians: the circuit's unitary is exp(i phase) times that of its instructions. */
    public double globalPhase() {
        return globalPhase;
    }

    /** Whether there are only gates and barriers, so that the circuit is a unitary. */
    public boolean isUnitary() {
        return CircuitAnalysis.firstNonUnitary(instructions) == null;
    }

    /**
     * Whether outcomes cannot be sampled from one final state: a measured qubit is acted on again, a qubit is reset after a
     * gate acted on it, or there are classical instructions. If not, every measurement can be taken as one of the final state,
     * and the last one into a bit counts.
     */
    public boolean isDynamic() {
        return CircuitAnalysis.isDynamic(instructions, qubitCount());
    }

    /**
     * How often each instruction is written, bodies of branches and loops included, by {@link Gate#name} and {@code
     * measure}, {@code reset}, {@code barrier}, {@code assign}, {@code if}, {@code while}, {@code break}, {@code
     * continue}, {@code end}; in alphabetical order.
     */
    public Map<String, Long> counts() {
        return CircuitAnalysis.counts(instructions);
    }

    /**
     * Length of the longest chain of instructions that share a qubit or a classical bit one after the other. Barriers do
     * not count; a branch or loop counts as one instruction on all that it touches.
     */
    public int depth() {
        return CircuitAnalysis.depth(this);
    }

    /**
     * The circuit that undoes this one.
     *
     * @throws IllegalStateException if there is an instruction that is not a gate
     */
    public Circuit inverse() {
        Instruction obstacle = CircuitAnalysis.firstNonUnitary(instructions);
        if (obstacle != null) {
            throw new IllegalStateException("only gates can be inverted, and this circuit has " + obstacle);
        }
        List<Instruction> inverted = new ArrayList<>(instructions.size());
        for (Instruction instruction : instructions.reversed()) {
            inverted.add(instruction instanceof Gate gate ? gate.inverse() : instruction);
        }
        return new Circuit(qubitRegisters, classicalRegisters, variables, parameters, inverted, -globalPhase);
    }

    /**
     * This circuit followed by another one.
     *
     * @param other its classical bits are this circuit's bits of the same numbers, its parameters those of the same names;
     *     its variables are new ones
     * @param qubits for each qubit of {@code other} the qubit here
     * @throws IllegalArgumentException if the numbers of qubits or bits do not fit
     */
    public Circuit compose(Circuit other, int... qubits) {
        if (qubits.length != other.qubitCount()) {
            throw new IllegalArgumentException(
                    "%d qubits given for a circuit of %d qubits".formatted(qubits.length, other.qubitCount()));
        }
        CircuitBuilder builder = toBuilder();
        Relabelling relabelling = new Relabelling(qubits, variables.size());
        for (VariableDeclaration variable : other.variables) {
            builder.variable(variable.name(), variable.type());
        }
        for (String parameter : other.parameters) {
            builder.parameter(parameter);
        }
        for (Instruction instruction : other.instructions) {
            builder.add(relabelling.apply(instruction));
        }
        return builder.gphase(other.globalPhase).build();
    }

    /** The same declarations with other instructions, which name nothing that is not declared. */
    Circuit withInstructions(List<Instruction> others) {
        return new Circuit(qubitRegisters, classicalRegisters, variables, parameters, others, globalPhase);
    }

    /** This circuit followed by a measurement of all qubits into a new register {@code meas}, bit q from qubit q. */
    public Circuit measured() {
        CircuitBuilder builder = toBuilder();
        ClassicalRegister outcome = builder.bits("meas", qubitCount());
        for (int qubit = 0; qubit < qubitCount(); qubit++) {
            builder.measure(qubit, outcome.get(qubit));
        }
        return builder.build();
    }

    /** A builder that goes on where this circuit ends. */
    public CircuitBuilder toBuilder() {
        return new CircuitBuilder(this);
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof Circuit that
                && qubitRegisters.equals(that.qubitRegisters)
                && classicalRegisters.equals(that.classicalRegisters)
                && variables.equals(that.variables)
                && parameters.equals(that.parameters)
                && instructions.equals(that.instructions)
                && globalPhase == that.globalPhase;
    }

    @Override
    public int hashCode() {
        return java.util.Objects.hash(qubitRegisters, classicalRegisters, variables, parameters, instructions);
    }

    @Override
    public String toString() {
        return "circuit of %d qubits, %d bits, %,d instructions"
                .formatted(qubitCount(), bitCount(), instructions.size());
    }
}
