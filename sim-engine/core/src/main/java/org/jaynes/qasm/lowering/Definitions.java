package org.jaynes.qasm.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jaynes.circuit.ClassicalType;
import org.jaynes.circuit.Expression;
import org.jaynes.qasm.syntax.Expr;
import org.jaynes.qasm.syntax.Stmt;
import org.jaynes.qasm.syntax.TypeName;
import org.jspecify.annotations.Nullable;

/** Definitions of gates and subroutines, and calls of the latter, which are inlined. */
final class Definitions {
    private final Context context;
    private final Evaluator evaluator;
    private final Operands operands;
    private final Variables variables;
    private final GateCalls gates;
    private final Exits exits;
    private final Declarations declarations;
    private int calls;
    /** By name, in order of definition. */
    private final Map<String, Stmt.Subroutine> uncalled = new LinkedHashMap<>();

    Definitions(
            Context context,
            Evaluator evaluator,
            Operands operands,
            Variables variables,
            GateCalls gates,
            Exits exits,
            Declarations declarations) {
        this.context = context;
        this.evaluator = evaluator;
        this.operands = operands;
        this.variables = variables;
        this.gates = gates;
        this.exits = exits;
        this.declarations = declarations;
    }

    /** Adds the gates of a built-in library. */
    void include(Stmt.Include include) {
        requireGlobal(include.at(), "a library");
        GateLibrary.included(include.path()).forEach((name, gate) -> {
            Symbol own = context.globals.own(name);
            if (own == null || own instanceof GateSymbol.Library) {
                context.globals.put(name, gate);
            } else if (!gate.replaceable()) {
                throw context.invalid(
                        include.at(), "\"" + include.path() + "\" declares '" + name + "', which is declared already");
            }
        });
    }

    private void requireGlobal(int at, String what) {
        if (context.scope != context.globals || context.region > 0) {
            throw context.invalid(at, what + " can be declared only outside of blocks, gates and subroutines");
        }
    }

    void gate(Stmt.GateDefinition definition) {
        int at = definition.at();
        requireGlobal(at, "a gate");
        Set<String> names = new HashSet<>(definition.angles());
        if (names.size() < definition.angles().size()) {
            throw context.invalid(at, "gate '" + definition.name() + "' names an angle twice");
        }
        for (String qubit : definition.qubits()) {
            if (!names.add(qubit)) {
                throw context.invalid(at, "gate '" + definition.name() + "' names '" + qubit + "' twice");
            }
        }
        List<Stmt> body = definition.body();
        if (body == null) {
            var opaque = new GateSymbol.Opaque(
                    definition.angles().size(), definition.qubits().size());
            variables.declare(definition.name(), opaque, at);
            return;
        }
        variables.declare(definition.name(), checked(definition, body), at);
    }

    /** Looks through a definition with angles that are not known, so that its faults are found where it stands. */
    private GateSymbol.Defined checked(Stmt.GateDefinition definition, List<Stmt> body) {
        var counts = new GateCalls.Tally();
        List<Expression> angles = new ArrayList<>();
        for (String angle : definition.angles()) {
            angles.add(Expression.parameter(angle));
        }
        int[] qubits = new int[definition.qubits().size()];
        Arrays.setAll(qubits, i -> i);
        Scope outside = context.scope;
        context.scope = new Scope(context.globals, true);
        gates.bind(definition, angles, qubits);
        gates.defining(definition.name());
        gates.tallying(counts, () -> body.forEach(gates::inDefinition));
        gates.defining(null);
        context.scope = outside;
        int depth = counts.depth + 1;
        if (depth > context.limits.callDepth()) {
            throw context.invalid(
                    definition.at(),
                    "gate '" + definition.name() + "' is defined through more than the limit of "
                            + context.limits.callDepth() + " other definitions");
        }
        return new GateSymbol.Defined(definition, body, counts.cost, depth);
    }

    void subroutine(Stmt.Subroutine definition) {
        requireGlobal(definition.at(), "a subroutine");
        Set<String> names = new HashSet<>();
        for (Stmt.Parameter parameter : definition.parameters()) {
            if (!names.add(parameter.name())) {
                throw context.invalid(parameter.at(), "'" + parameter.name() + "' is declared twice");
            }
        }
        variables.declare(definition.name(), new Symbol.Subroutine(definition), definition.at());
        uncalled.put(definition.name(), definition);
    }

    /** Subroutines that nobody has called so far. */
    Collection<Stmt.Subroutine> uncalled() {
        return uncalled.values();
    }

    /** Runs a subroutine in place; its result, or null when it returns nothing. */
    @Nullable
    Expression call(Expr.Call call, ControlFlow flow) {
        if (!(context.scope.find(call.name()) instanceof Symbol.Subroutine(Stmt.Subroutine definition))) {
            throw context.invalid(call.at(), "'" + call.name() + "' is no subroutine");
        }
        int wanted = definition.parameters().size();
        if (call.arguments().size() != wanted) {
            throw context.invalid(
                    call.at(),
                    "subroutine '" + call.name() + "' takes " + GateCalls.count(wanted, "argument") + ", not "
                            + call.arguments().size());
        }
        if (++calls > context.limits.callDepth()) {
            throw context.invalid(
                    call.at(),
                    "subroutines call each other deeper than the limit of " + context.limits.callDepth(),
                    "a recursion must end before the run");
        }
        context.step(call.at());
        context.countCall();
        uncalled.remove(call.name());
        context.enter(call.at());
        Scope caller = context.scope;
        Scope inner = new Scope(context.globals, true);
        bind(definition, call, inner);
        context.scope = inner;
        Frame frame = exits.push(Frame.Kind.SUBROUTINE);
        TypeName type = definition.result();
        frame.resultType = type == null ? null : evaluator.types().of(type);
        flow.sequence(definition.body());
        exits.pop();
        context.close();
        context.scope = caller;
        context.leave();
        calls--;
        Expression result = Exits.result(frame);
        if (result == null && type != null) {
            throw context.invalid(
                    call.at(), "subroutine '" + call.name() + "' ends without a return of its " + frame.resultType);
        }
        return result;
    }

    /** Evaluates the arguments where the call stands, and declares them under their names within. */
    private void bind(Stmt.Subroutine definition, Expr.Call call, Scope inner) {
        Scope caller = context.scope;
        for (int i = 0; i < definition.parameters().size(); i++) {
            Stmt.Parameter parameter = definition.parameters().get(i);
            Expr argument = call.arguments().get(i);
            if (parameter.type() == null) {
                inner.put(parameter.name(), qubits(parameter, argument, inner));
            } else if (parameter.type().isArray()) {
                inner.put(parameter.name(), array(parameter, parameter.type(), argument, inner));
            } else {
                context.scope = inner;
                ClassicalType type = evaluator.types().of(parameter.type());
                context.scope = caller;
                Expression value = evaluator.valueOf(type, argument);
                context.scope = inner;
                boolean scalar = parameter.type().width() == null;
                variables.local(parameter.name(), type, scalar, value, argument.at());
                context.scope = caller;
            }
        }
    }

    private Symbol.Qubits qubits(Stmt.Parameter parameter, Expr argument, Scope inner) {
        Symbol.Qubits qubits = operands.qubits(argument);
        Scope caller = context.scope;
        context.scope = inner;
        int size = parameter.size() == null ? 1 : evaluator.types().size(parameter.size(), "qubits");
        context.scope = caller;
        if (qubits.numbers().length != size) {
            throw context.invalid(
                    argument.at(),
                    GateCalls.count(qubits.numbers().length, "qubit") + " for parameter '" + parameter.name()
                            + "', which is of " + size);
        }
        return new Symbol.Qubits(qubits.numbers(), parameter.size() == null);
    }

    private ArrayStorage array(Stmt.Parameter parameter, TypeName type, Expr argument, Scope inner) {
        ArrayStorage array = evaluator.elements().arrayOrNull(argument);
        if (array == null) {
            throw context.invalid(argument.at(), "parameter '" + parameter.name() + "' is an array, and this is none");
        }
        Scope caller = context.scope;
        context.scope = inner;
        ClassicalType element = evaluator.types().element(type);
        boolean fits = array.type().equals(element)
                && (type.rank() == null
                        ? Arrays.equals(declarations.sizes(type), array.sizes())
                        : evaluator.constantInteger(type.rank(), "the number of dimensions") == array.sizes().length);
        context.scope = caller;
        if (!fits) {
            throw context.invalid(
                    argument.at(),
                    "an array of " + array.type() + " with the sizes " + Arrays.toString(array.sizes())
                            + " does not fit parameter '" + parameter.name() + "'");
        }
        if (parameter.mutable() && !array.mutable()) {
            throw context.invalid(
                    argument.at(), "this array cannot be changed, and parameter '" + parameter.name() + "' is mutable");
        }
        return parameter.mutable() ? array : array.readOnly();
    }
}
