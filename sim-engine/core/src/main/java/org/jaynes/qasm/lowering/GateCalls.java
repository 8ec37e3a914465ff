package org.jaynes.qasm.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jaynes.circuit.Barrier;
import org.jaynes.circuit.ClassicalType;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.Instruction;
import org.jaynes.circuit.StandardGate;
import org.jaynes.qasm.lowering.GateSymbol.Library;
import org.jaynes.qasm.syntax.Expr;
import org.jaynes.qasm.syntax.Stmt;
import org.jspecify.annotations.Nullable;

/** Calls of gates: broadcasting over registers, modifiers, and the expansion of definitions. */
final class GateCalls {
    private final Context context;
    private final Evaluator evaluator;
    private final Operands operands;
    private final GatePower power;

    /** Set while a definition is checked: calls are counted and not emitted. */
    private @Nullable Tally tally;

    private @Nullable String defining;

    /** What the definition that is being checked will cost. */
    static final class Tally {
        long cost;
        int depth;
    }

    GateCalls(Context context, Evaluator evaluator, Operands operands) {
        this.context = context;
        this.evaluator = evaluator;
        this.operands = operands;
        this.power = new GatePower(context);
    }

    /** A modifier whose argument has been evaluated. */
    private record Modifier(
            Stmt.ModifierKind kind, int controls, @Nullable Expression exponent, int at) {}

    void call(Stmt.GateCall call) {
        GateSymbol gate = gate(call);
        List<Modifier> modifiers = call.modifiers().isEmpty() ? List.of() : modifiers(call);
        if (call.arguments().size() != gate.angleCount()) {
            throw context.invalid(
                    call.at(),
                    "gate '" + call.name() + "' takes " + count(gate.angleCount(), "angle") + ", not "
                            + call.arguments().size());
        }
        List<Expression> angles = angles(call.arguments());
        long wanted = gate.qubitCount();
        for (Modifier modifier : modifiers) {
            wanted += modifier.controls();
        }
        if (call.qubits().size() != wanted) {
            throw context.invalid(
                    call.at(),
                    "gate '" + call.name() + "' " + (modifiers.isEmpty() ? "" : "with its controls ") + "takes "
                            + count(wanted, "qubit") + ", not " + call.qubits().size());
        }
        int length = call.qubits().size();
        Symbol.Qubits[] registers = new Symbol.Qubits[length];
        int copies = -1;
        for (int i = 0; i < length; i++) {
            registers[i] = operands.qubits(call.qubits().get(i));
            if (!registers[i].scalar()) {
                copies = broadcast(copies, registers[i], call.qubits().get(i));
            }
        }
        requireRoom(gate, modifiers, Math.max(copies, 1), call.at());
        for (int k = 0; k < (copies < 0 ? 1 : copies); k++) {
            int[] qubits = new int[length];
            for (int i = 0; i < length; i++) {
                qubits[i] = registers[i].numbers()[registers[i].scalar() ? 0 : k];
            }
            requireDistinct(qubits, call);
            apply(call.name(), gate, modifiers, 0, angles, qubits, call.at());
        }
    }

    private int broadcast(int copies, Symbol.Qubits register, Expr operand) {
        int size = register.numbers().length;
        if (copies >= 0 && copies != size) {
            throw context.invalid(
                    operand.at(),
                    "registers of " + copies + " and " + size + " qubits cannot go together in one gate",
                    "registers of one gate have the same size");
        }
        return size;
    }

    /** Takes note of the gate whose definition is looked through; null when it is done. */
    void defining(@Nullable String name) {
        defining = name;
    }

    private GateSymbol gate(Stmt.GateCall call) {
        GateSymbol gate = declared(call);
        if (gate instanceof GateSymbol.Opaque && tally == null) {
            throw context.invalid(
                    call.at(), "gate '" + call.name() + "' is opaque and cannot be simulated", "define it by gates");
        }
        return gate;
    }

    /** The gate of a call. */
    GateSymbol declared(Stmt.GateCall call) {
        Symbol symbol = context.scope.find(call.name());
        if (symbol instanceof GateSymbol gate) {
            return gate;
        }
        if (symbol != null) {
            boolean subroutine = symbol instanceof Symbol.Subroutine;
            throw context.invalid(
                    call.at(),
                    "'" + call.name() + "' is " + symbol.description() + ", not a gate",
                    subroutine ? "call it with its qubits in parentheses" : null);
        }
        if (call.name().equals(defining)) {
            throw context.invalid(
                    call.at(),
                    "gate '" + call.name() + "' uses itself",
                    "a gate is made of gates that are defined before it");
        }
        String include = GateLibrary.includeOf(call.name(), context.version);
        throw context.invalid(
                call.at(),
                "gate '" + call.name() + "' is not declared",
                include == null ? null : "write include \"" + include + "\";");
    }

    private List<Expression> angles(List<Expr> arguments) {
        if (arguments.isEmpty()) {
            return List.of();
        }
        double[] constants = new double[arguments.size()];
        for (int i = 0; i < constants.length; i++) {
            constants[i] = evaluator.constantOrNaN(arguments.get(i));
            if (!Double.isFinite(constants[i])) {
                return generalAngles(arguments);
            }
        }
        return Gate.constantAngles(constants);
    }

    private List<Expression> generalAngles(List<Expr> arguments) {
        List<Expression> angles = new ArrayList<>(arguments.size());
        for (Expr argument : arguments) {
            Expression angle = evaluator.real(argument);
            if (angle instanceof Expression.Constant(double value) && !Double.isFinite(value)) {
                throw context.invalid(argument.at(), "this angle is " + value, "angles are finite numbers");
            }
            angles.add(angle);
        }
        return angles;
    }

    private List<Modifier> modifiers(Stmt.GateCall call) {
        List<Modifier> modifiers = new ArrayList<>();
        for (Stmt.Modifier modifier : call.modifiers()) {
            Expr argument = modifier.argument();
            modifiers.add(
                    switch (modifier.kind()) {
                        case CTRL, NEGCTRL -> new Modifier(modifier.kind(), controls(argument), null, modifier.at());
                        case INV -> new Modifier(modifier.kind(), 0, null, modifier.at());
                        case POW ->
                            new Modifier(
                                    modifier.kind(),
                                    0,
                                    evaluator.real(java.util.Objects.requireNonNull(argument)),
                                    modifier.at());
                    });
        }
        return modifiers;
    }

    private int controls(@Nullable Expr argument) {
        if (argument == null) {
            return 1;
        }
        long controls = evaluator.constantInteger(argument, "the number of controls");
        if (controls < 1 || controls > Gate.MAX_CONTROLS) {
            throw context.invalid(
                    argument.at(), controls + " controls; a gate has 1 to " + Gate.MAX_CONTROLS + " of them");
        }
        return (int) controls;
    }

    private void requireDistinct(int[] qubits, Stmt.GateCall call) {
        for (int i = 1; i < qubits.length; i++) {
            for (int j = 0; j < i; j++) {
                if (qubits[i] == qubits[j]) {
                    throw context.invalid(call.qubits().get(i).at(), "gate '" + call.name() + "' uses one qubit twice");
                }
            }
        }
    }

    /** Refuses an expansion that is too large before it starts. */
    private void requireRoom(GateSymbol gate, List<Modifier> modifiers, long copies, int at) {
        long cost = saturatedProduct(gate.cost(), copies);
        for (Modifier modifier : modifiers) {
            if (modifier.exponent() instanceof Expression.Constant(double exponent)
                    && gate instanceof GateSymbol.Defined
                    && exponent == Math.rint(exponent)
                    && !GatePower.prefersMatrix(gate.cost(), exponent)) {
                cost = saturatedProduct(cost, (long) Math.min(Math.abs(exponent), 1e18));
            }
        }
        if (tally != null) {
            tally.cost = tally.cost + cost < 0 ? Long.MAX_VALUE : tally.cost + cost;
            tally.depth = Math.max(tally.depth, gate.depth());
        } else if (cost > 1) {
            context.requireRoomFor(cost, at);
        }
    }

    private static long saturatedProduct(long a, long b) {
        return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
    }

    /** Counts calls into a tally instead of emitting gates while {@code body} runs. */
    void tallying(Tally counts, Runnable body) {
        tally = counts;
        try {
            body.run();
        } finally {
            tally = null;
        }
    }

    /** Applies modifiers from {@code index} on to a gate. */
    private void apply(
            String name,
            GateSymbol gate,
            List<Modifier> modifiers,
            int index,
            List<Expression> angles,
            int[] qubits,
            int at) {
        if (tally != null) {
            return;
        }
        if (index == modifiers.size()) {
            emit(name, gate, angles, qubits, at);
            return;
        }
        Modifier modifier = modifiers.get(index);
        int[] rest = Arrays.copyOfRange(qubits, modifier.controls(), qubits.length);
        List<Gate> inner = capture(() -> apply(name, gate, modifiers, index + 1, angles, rest, at));
        switch (modifier.kind()) {
            case CTRL -> control(inner, Arrays.copyOf(qubits, modifier.controls()), -1L, at);
            case NEGCTRL -> control(inner, Arrays.copyOf(qubits, modifier.controls()), 0, at);
            case INV -> inner.reversed().forEach(g -> context.emit(g.inverse(), at));
            case POW -> {
                Expression exponent = java.util.Objects.requireNonNull(modifier.exponent());
                power.raise(inner, exponent, name, modifier.at()).forEach(g -> context.emit(g, at));
            }
        }
    }

    private List<Gate> capture(Runnable body) {
        List<Instruction> outside = context.out;
        List<Instruction> captured = new ArrayList<>();
        context.out = captured;
        try {
            body.run();
        } finally {
            context.out = outside;
        }
        context.uncountGates(captured.size());
        List<Gate> gates = new ArrayList<>(captured.size());
        for (Instruction instruction : captured) {
            if (instruction instanceof Gate gate) {
                gates.add(gate);
            }
        }
        return gates;
    }

    private void control(List<Gate> inner, int[] controls, long values, int at) {
        long mask = controls.length == Long.SIZE ? -1L : (1L << controls.length) - 1;
        for (Gate gate : inner) {
            if (gate.controlCount() + controls.length > Gate.MAX_CONTROLS) {
                throw context.invalid(at, "a gate has at most " + Gate.MAX_CONTROLS + " controls in all");
            }
            context.emit(simplified(gate.controlledBy(values & mask, controls)), at);
        }
    }

    /** A controlled global phase is a phase gate on one of the controls. */
    private static Gate simplified(Gate gate) {
        int last = gate.controlCount() - 1;
        return gate.unitary() == StandardGate.GPHASE && gate.controlValue(last)
                ? new Gate(StandardGate.P, gate.angles(), gate.qubits(), last, gate.controlValues() & ~(1L << last))
                : gate;
    }

    private void emit(String name, GateSymbol gate, List<Expression> angles, int[] qubits, int at) {
        switch (gate) {
            case Library library -> emit(library, angles, qubits, at);
            case GateSymbol.Defined defined -> {
                if (defined.cost() > 0) {
                    expand(defined, angles, qubits);
                }
            }
            case GateSymbol.Opaque _ -> throw context.invalid(at, "gate '" + name + "' is opaque");
        }
    }

    private void emit(Library gate, List<Expression> written, int[] qubits, int at) {
        Expression phase = switch (gate.convention()) {
            case SAME, U2, WAIT -> null;
            case PHASED_U -> written.get(0).times(0.5);
            case PHASED_U2 -> written.get(0).plus(written.get(1)).times(-0.5);
            case PHASED_U3 -> written.get(1).plus(written.get(2)).times(-0.5);
            case CU -> written.get(3);
        };
        if (phase != null) {
            boolean onControl = gate.controls() > 0;
            int[] control = onControl ? new int[] {qubits[0]} : new int[0];
            StandardGate unitary = onControl ? StandardGate.P : StandardGate.GPHASE;
            context.emit(new Gate(unitary, List.of(phase), control, 0, 0), at);
        }
        long values = gate.controls() == 0 ? 0 : (1L << gate.controls()) - 1;
        context.emit(new Gate(gate.unitary(), gate.angles(written), qubits, gate.controls(), values), at);
    }

    private void expand(GateSymbol.Defined gate, List<Expression> angles, int[] qubits) {
        Scope caller = context.scope;
        context.scope = new Scope(context.globals, true);
        bind(gate.definition(), angles, qubits);
        try {
            for (Stmt statement : gate.body()) {
                inDefinition(statement);
            }
        } finally {
            context.scope = caller;
        }
    }

    /** Gives the names of a definition's angles and qubits their meaning in the current scope. */
    void bind(Stmt.GateDefinition definition, List<Expression> angles, int[] qubits) {
        for (int i = 0; i < definition.angles().size(); i++) {
            context.scope.put(definition.angles().get(i), new Symbol.Constant(angles.get(i)));
        }
        for (int i = 0; i < definition.qubits().size(); i++) {
            context.scope.put(definition.qubits().get(i), new Symbol.Qubits(new int[] {qubits[i]}, true));
        }
    }

    /** A statement in the body of a definition, with the names bound. */
    void inDefinition(Stmt statement) {
        switch (statement) {
            case Stmt.GateCall call -> call(call);
            case Stmt.Barrier barrier -> barrier(barrier);
            case Stmt.For loop -> loop(loop);
            case Stmt.Nothing _, Stmt.Pragma _ -> {}
            default ->
                throw context.invalid(
                        statement.at(),
                        "only gates, barriers and loops over known values can stand in the definition of a gate",
                        "use a def instead of a gate");
        }
    }

    private void barrier(Stmt.Barrier barrier) {
        int[] qubits = operands.all(barrier.qubits());
        if (tally == null) {
            context.emit(new Barrier(qubits), barrier.at());
        } else {
            tally.cost++;
        }
    }

    private void loop(Stmt.For loop) {
        LoopValues values = evaluator.loopValues(loop);
        ClassicalType type = evaluator.types().of(loop.type());
        for (long i = 0; i < values.count(); i++) {
            context.step(loop.at());
            context.open(false);
            Expression value = evaluator.cast(type, values.get(i), loop.at());
            context.scope.put(loop.name(), new Symbol.Constant(value));
            for (Stmt statement : loop.body()) {
                inDefinition(statement);
            }
            context.close();
        }
    }

    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
