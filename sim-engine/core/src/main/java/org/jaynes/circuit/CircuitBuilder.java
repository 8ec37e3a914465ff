package org.jaynes.circuit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Builds a {@link Circuit}. Declarations return what they declare; everything else returns the builder. Angles are in
 * radians; an angle is a number or an {@link Expression}. Controls come before targets. Every method throws {@link
 * IllegalArgumentException} when a qubit, bit, variable or parameter does not exist or a qubit is named twice. Not
 * thread-safe.
 */
public final class CircuitBuilder {
    private final List<QubitRegister> qubitRegisters = new ArrayList<>();
    private final List<ClassicalRegister> classicalRegisters = new ArrayList<>();
    private final List<VariableDeclaration> variables = new ArrayList<>();
    private final Set<String> parameters = new LinkedHashSet<>();
    private final Set<String> names = new LinkedHashSet<>();
    private int qubitCount;
    private int bitCount;
    private double globalPhase;
    private int loopDepth;

    /** Where instructions go: those of the circuit, or of the body that is being built. */
    private List<Instruction> instructions = new ArrayList<>();

    private boolean inBody;

    CircuitBuilder() {}

    CircuitBuilder(Circuit start) {
        start.qubitRegisters().forEach(register -> qubits(register.name(), register.size()));
        start.classicalRegisters().forEach(r -> bits(r.name(), r.size(), r.output()));
        start.variables().forEach(variable -> variable(variable.name(), variable.type()));
        start.parameters().forEach(this::parameter);
        instructions.addAll(start.instructions());
        globalPhase = start.globalPhase();
    }

    /** Declares a register of qubits; they are numbered on from those declared before. */
    public QubitRegister qubits(String name, int size) {
        requireSize("qubits", name, size, qubitCount, Circuit.MAX_QUBITS);
        declare(name);
        QubitRegister register = new QubitRegister(name, qubitCount, size);
        qubitRegisters.add(register);
        qubitCount += size;
        return register;
    }

    /** Declares a register of classical bits whose values are part of the results. */
    public ClassicalRegister bits(String name, int size) {
        return bits(name, size, true);
    }

    /**
     * Declares a register of classical bits.
     *
     * @param output whether its values are part of the results
     */
    public ClassicalRegister bits(String name, int size, boolean output) {
        requireSize("bits", name, size, bitCount, Circuit.MAX_BITS);
        declare(name);
        ClassicalRegister register = new ClassicalRegister(name, bitCount, size, output);
        classicalRegisters.add(register);
        bitCount += size;
        return register;
    }

    /** Declares a classical variable; it is 0 when a shot begins. Names of variables need not differ. */
    public Expression.Variable variable(String name, ClassicalType type) {
        Expression.Variable variable = new Expression.Variable(variables.size(), type);
        variables.add(new VariableDeclaration(name, type));
        return variable;
    }

    /** Declares a parameter, a real number given when the circuit is run; declaring it again changes nothing. */
    public Expression.Parameter parameter(String name) {
        if (parameters.add(name)) {
            declare(name);
        }
        return new Expression.Parameter(name);
    }

    public int qubitCount() {
        return qubitCount;
    }

    public int bitCount() {
        return bitCount;
    }

    /** Adds an instruction. */
    public CircuitBuilder add(Instruction instruction) {
        new InstructionCheck(qubitCount, bitCount, variables, parameters).check(instruction, loopDepth > 0);
        if (!inBody
                && instruction instanceof Gate gate
                && gate.qubits().length == 0
                && gate.angles().getFirst() instanceof Expression.Constant(double phase)) {
            globalPhase += phase;
        } else {
            instructions.add(instruction);
        }
        return this;
    }

    /** Adds a gate without controls. */
    public CircuitBuilder gate(Unitary unitary, List<? extends Expression> angles, int... targets) {
        return add(new Gate(unitary, List.copyOf(angles), targets.clone(), 0, 0));
    }

    /** Adds a gate with controls that must all be 1. */
    public CircuitBuilder controlled(
            Unitary unitary, List<? extends Expression> angles, int[] controls, int... targets) {
        return add(new Gate(unitary, List.copyOf(angles), targets.clone(), 0, 0).controlledBy(controls));
    }

    /** Applies a matrix; {@code targets[0]} is the least significant bit of its index. */
    public CircuitBuilder unitary(MatrixUnitary matrix, int... targets) {
        return gate(matrix, List.of(), targets);
    }

    private CircuitBuilder plain(StandardGate gate, int controlCount, int... qubits) {
        return add(Gate.controlled(gate, controlCount, qubits));
    }

    private CircuitBuilder turn(StandardGate gate, double angle, int controlCount, int... qubits) {
        return add(Gate.controlled(gate, controlCount, qubits, angle));
    }

    public CircuitBuilder id(int qubit) {
        return plain(StandardGate.I, 0, qubit);
    }

    public CircuitBuilder x(int qubit) {
        return plain(StandardGate.X, 0, qubit);
    }

    public CircuitBuilder y(int qubit) {
        return plain(StandardGate.Y, 0, qubit);
    }

    public CircuitBuilder z(int qubit) {
        return plain(StandardGate.Z, 0, qubit);
    }

    public CircuitBuilder h(int qubit) {
        return plain(StandardGate.H, 0, qubit);
    }

    public CircuitBuilder s(int qubit) {
        return plain(StandardGate.S, 0, qubit);
    }

    public CircuitBuilder sdg(int qubit) {
        return plain(StandardGate.SDG, 0, qubit);
    }

    public CircuitBuilder t(int qubit) {
        return plain(StandardGate.T, 0, qubit);
    }

    public CircuitBuilder tdg(int qubit) {
        return plain(StandardGate.TDG, 0, qubit);
    }

    public CircuitBuilder sx(int qubit) {
        return plain(StandardGate.SX, 0, qubit);
    }

    public CircuitBuilder sxdg(int qubit) {
        return plain(StandardGate.SXDG, 0, qubit);
    }

    public CircuitBuilder rx(double angle, int qubit) {
        return turn(StandardGate.RX, angle, 0, qubit);
    }

    public CircuitBuilder rx(Expression angle, int qubit) {
        return gate(StandardGate.RX, List.of(angle), qubit);
    }

    public CircuitBuilder ry(double angle, int qubit) {
        return turn(StandardGate.RY, angle, 0, qubit);
    }

    public CircuitBuilder ry(Expression angle, int qubit) {
        return gate(StandardGate.RY, List.of(angle), qubit);
    }

    public CircuitBuilder rz(double angle, int qubit) {
        return turn(StandardGate.RZ, angle, 0, qubit);
    }

    public CircuitBuilder rz(Expression angle, int qubit) {
        return gate(StandardGate.RZ, List.of(angle), qubit);
    }

    public CircuitBuilder p(double angle, int qubit) {
        return turn(StandardGate.P, angle, 0, qubit);
    }

    public CircuitBuilder p(Expression angle, int qubit) {
        return gate(StandardGate.P, List.of(angle), qubit);
    }

    /** {@link StandardGate#U}. */
    public CircuitBuilder u(double theta, double phi, double lambda, int qubit) {
        return add(Gate.of(StandardGate.U, new int[] {qubit}, theta, phi, lambda));
    }

    /** Multiplies the state by exp(i angle). */
    public CircuitBuilder gphase(double angle) {
        return add(Gate.of(StandardGate.GPHASE, new int[0], angle));
    }

    public CircuitBuilder cx(int control, int target) {
        return plain(StandardGate.X, 1, control, target);
    }

    public CircuitBuilder cy(int control, int target) {
        return plain(StandardGate.Y, 1, control, target);
    }

    public CircuitBuilder cz(int control, int target) {
        return plain(StandardGate.Z, 1, control, target);
    }

    public CircuitBuilder ch(int control, int target) {
        return plain(StandardGate.H, 1, control, target);
    }

    public CircuitBuilder crx(double angle, int control, int target) {
        return turn(StandardGate.RX, angle, 1, control, target);
    }

    public CircuitBuilder cry(double angle, int control, int target) {
        return turn(StandardGate.RY, angle, 1, control, target);
    }

    public CircuitBuilder crz(double angle, int control, int target) {
        return turn(StandardGate.RZ, angle, 1, control, target);
    }

    public CircuitBuilder cp(double angle, int control, int target) {
        return turn(StandardGate.P, angle, 1, control, target);
    }

    public CircuitBuilder cp(Expression angle, int control, int target) {
        return controlled(StandardGate.P, List.of(angle), new int[] {control}, target);
    }

    /** U with one control, and exp(i gamma) on the states in which the control is 1. */
    public CircuitBuilder cu(double theta, double phi, double lambda, double gamma, int control, int target) {
        return p(gamma, control)
                .add(Gate.controlled(StandardGate.U, 1, new int[] {control, target}, theta, phi, lambda));
    }

    public CircuitBuilder ccx(int control1, int control2, int target) {
        return plain(StandardGate.X, 2, control1, control2, target);
    }

    public CircuitBuilder swap(int a, int b) {
        return plain(StandardGate.SWAP, 0, a, b);
    }

    public CircuitBuilder cswap(int control, int a, int b) {
        return plain(StandardGate.SWAP, 1, control, a, b);
    }

    public CircuitBuilder rxx(double angle, int a, int b) {
        return turn(StandardGate.RXX, angle, 0, a, b);
    }

    public CircuitBuilder ryy(double angle, int a, int b) {
        return turn(StandardGate.RYY, angle, 0, a, b);
    }

    public CircuitBuilder rzz(double angle, int a, int b) {
        return turn(StandardGate.RZZ, angle, 0, a, b);
    }

    public CircuitBuilder rzz(Expression angle, int a, int b) {
        return gate(StandardGate.RZZ, List.of(angle), a, b);
    }

    /** Measures a qubit into a classical bit. */
    public CircuitBuilder measure(int qubit, int bit) {
        return add(new Measurement(qubit, bit));
    }

    /** Measures every qubit into the classical bit of the same number; there must be as many. */
    public CircuitBuilder measureAll() {
        for (int qubit = 0; qubit < qubitCount; qubit++) {
            measure(qubit, qubit);
        }
        return this;
    }

    public CircuitBuilder reset(int qubit) {
        return add(new Reset(qubit));
    }

    /** A channel on qubits, the first of which is the least significant bit of the index into its matrices. */
    public CircuitBuilder noise(Channel channel, int... qubits) {
        return add(new Noise(channel, qubits.clone()));
    }

    /** Misreads a bit that a measurement was written into. */
    public CircuitBuilder readoutError(int bit, double oneForZero, double zeroForOne) {
        return add(new ReadoutError(bit, oneForZero, zeroForOne));
    }

    /** A barrier on these qubits; without any, on all. */
    public CircuitBuilder barrier(int... qubits) {
        return add(new Barrier(qubits.length == 0 ? Numbers.range(0, qubitCount) : qubits.clone()));
    }

    /** Gives a variable a value. */
    public CircuitBuilder assign(Expression.Variable variable, Expression value) {
        return add(new Assignment(new Assignment.ToVariable(variable), value));
    }

    /** Gives classical bits a value. */
    public CircuitBuilder assign(Expression.BitRange bits, Expression value) {
        return add(new Assignment(new Assignment.ToBits(bits), value));
    }

    /** Runs what {@code body} adds if the condition is true. */
    public CircuitBuilder ifThen(Expression condition, Consumer<CircuitBuilder> body) {
        return add(new Branch(condition, body(body), List.of()));
    }

    /** Runs what {@code whenTrue} or what {@code whenFalse} adds. */
    public CircuitBuilder ifElse(
            Expression condition, Consumer<CircuitBuilder> whenTrue, Consumer<CircuitBuilder> whenFalse) {
        return add(new Branch(condition, body(whenTrue), body(whenFalse)));
    }

    /** Repeats what {@code body} adds as long as the condition is true. */
    public CircuitBuilder whileLoop(Expression condition, Consumer<CircuitBuilder> body) {
        loopDepth++;
        try {
            return add(new WhileLoop(condition, body(body)));
        } finally {
            loopDepth--;
        }
    }

    /** Leaves the innermost loop. */
    public CircuitBuilder breakLoop() {
        return add(new Break());
    }

    /** Goes on with the next round of the innermost loop. */
    public CircuitBuilder continueLoop() {
        return add(new Continue());
    }

    /** Ends the shot. */
    public CircuitBuilder end() {
        return add(new Termination());
    }

    /** The circuit so far. */
    public Circuit build() {
        return new Circuit(
                qubitRegisters, classicalRegisters, variables, List.copyOf(parameters), instructions, globalPhase);
    }

    private List<Instruction> body(Consumer<CircuitBuilder> body) {
        List<Instruction> outer = instructions;
        boolean outerInBody = inBody;
        List<Instruction> inner = new ArrayList<>();
        instructions = inner;
        inBody = true;
        try {
            body.accept(this);
        } finally {
            instructions = outer;
            inBody = outerInBody;
        }
        return inner;
    }

    private void declare(String name) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("the name " + name + " is declared twice");
        }
    }

    private static void requireSize(String what, String name, int size, int before, int limit) {
        if (size < 1 || size > limit - before) {
            throw new IllegalArgumentException("register %s of %,d %s after %,d others: expected 1 to %,d in all"
                    .formatted(name, size, what, before, limit));
        }
    }
}
