package org.jaynes.qasm.lowering;

import java.util.List;
import java.util.Map;
import org.jaynes.circuit.Barrier;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.Instruction;
import org.jaynes.circuit.Reset;
import org.jaynes.qasm.Limits;
import org.jaynes.qasm.syntax.Expr;
import org.jaynes.qasm.syntax.ProgramReader;
import org.jaynes.qasm.syntax.Sources;
import org.jaynes.qasm.syntax.Stmt;
import org.jspecify.annotations.Nullable;

/**
 * Turns the statements of a program into a {@link Circuit}, one after the other.
 *
 * <p>What is known before the run is computed at once: constants, classical variables, conditions, loops, definitions. A
 * classical variable becomes one of the circuit when it is given a value that depends on a measurement, and before any
 * branch or loop of the circuit that may change it.
 */
public final class Lowering {
    private final Context context;
    private final Evaluator evaluator;
    private final Operands operands;
    private final Variables variables;
    private final GateCalls gates;
    private final Exits exits;
    private final NameCheck names;
    private final ControlFlow flow;
    private final Declarations declarations;
    private final Definitions definitions;

    private Lowering(Sources sources, Limits limits, int version, Map<String, ?> inputs) {
        this.context = new Context(sources, limits, version);
        this.evaluator = new Evaluator(context, this::callSubroutine);
        this.operands = new Operands(context, evaluator);
        this.variables = new Variables(context, evaluator, operands);
        this.gates = new GateCalls(context, evaluator, operands);
        this.exits = new Exits(context, evaluator);
        this.names = new NameCheck(context, evaluator, gates);
        this.flow = new ControlFlow(context, evaluator, variables, exits, names, this::lower);
        this.declarations = new Declarations(context, evaluator, operands, variables, inputs);
        this.definitions = new Definitions(context, evaluator, operands, variables, gates, exits, declarations);
        GateLibrary.builtIn(version).forEach(context.globals::put);
    }

    /**
     * Reads a program to its end.
     *
     * @param program its statements
     * @param sources its texts, for messages
     * @param limits what it may take
     * @param inputs values of inputs by name: numbers, booleans, strings of 0 and 1 for bits, lists and arrays of these
     */
    public static Circuit lower(ProgramReader program, Sources sources, Limits limits, Map<String, ?> inputs) {
        var lowering = new Lowering(sources, limits, program.version(), inputs);
        return lowering.run(program);
    }

    private Circuit run(ProgramReader program) {
        int last = 0;
        for (Stmt statement = program.next(); statement != null; statement = program.next()) {
            last = statement.at();
            if (lower(statement) == Flow.END) {
                unreached(program);
                break;
            }
        }
        definitions.uncalled().forEach(names::uncalled);
        declarations.inputs().requireAllUsed(last);
        declarations.finish(last);
        for (Instruction instruction : context.out) {
            context.builder.add(instruction);
        }
        return context.builder.build();
    }

    private void unreached(ProgramReader program) {
        names.begin();
        for (Stmt statement = program.next(); statement != null; statement = program.next()) {
            names.next(statement);
        }
    }

    private @Nullable Expression callSubroutine(Expr.Call call) {
        return definitions.call(call, flow);
    }

    private Flow lower(Stmt statement) {
        if (context.isNested()) {
            context.step(statement.at());
        }
        if (statement instanceof Stmt.GateCall call) {
            gates.call(call);
            return Flow.NEXT;
        }
        context.enter(statement.at());
        int mark = context.storage.mark();
        Flow result = other(statement);
        if (!(statement instanceof Stmt.Return)) {
            // What a subroutine returns is still wanted by the statement that calls it.
            context.storage.release(mark);
        }
        context.leave();
        return result;
    }

    private Flow other(Stmt statement) {
        return switch (statement) {
            case Stmt.If branch -> flow.branch(branch);
            case Stmt.For loop -> flow.forLoop(loop);
            case Stmt.While loop -> flow.whileLoop(loop);
            case Stmt.Switch choice -> flow.switchStatement(choice);
            case Stmt.Block block -> flow.scoped(block.body());
            case Stmt.Break(int at) -> exits.breakLoop(at);
            case Stmt.Continue(int at) -> exits.continueLoop(at);
            case Stmt.Return leave -> exits.returnFrom(leave, variables);
            case Stmt.End(int at) -> exits.end(at);
            default -> {
                simple(statement);
                yield Flow.NEXT;
            }
        };
    }

    private void simple(Stmt statement) {
        switch (statement) {
            case Stmt.Declaration declaration -> declarations.classical(declaration);
            case Stmt.QubitDeclaration declaration -> declarations.qubits(declaration);
            case Stmt.Alias alias -> declarations.alias(alias);
            case Stmt.GateDefinition definition -> definitions.gate(definition);
            case Stmt.Subroutine definition -> definitions.subroutine(definition);
            case Stmt.Include include -> definitions.include(include);
            case Stmt.Assignment assignment -> variables.assign(assignment);
            case Stmt.Measurement(int at, Expr qubits, Expr target) -> variables.measure(qubits, target, at);
            case Stmt.Reset(int at, Expr qubits) -> reset(at, qubits);
            case Stmt.Barrier(int at, List<Expr> qubits) -> context.emit(new Barrier(operands.all(qubits)), at);
            case Stmt.Delay(var _, Expr duration, List<Expr> qubits) -> {
                Durations.check(duration, context);
                operands.all(qubits);
            }
            case Stmt.Evaluation(var _, Expr value) -> evaluate(value);
            case Stmt.Nothing _, Stmt.Pragma _ -> {}
            case Stmt.Unsupported(int at, String construct) ->
                throw context.invalid(at, "'" + construct + "' is not supported");
            default -> throw new AssertionError(statement);
        }
    }

    private void reset(int at, Expr operand) {
        for (int qubit : operands.qubits(operand).numbers()) {
            context.emit(new Reset(qubit), at);
        }
    }

    private void evaluate(Expr value) {
        if (value instanceof Expr.Call call && context.scope.find(call.name()) instanceof Symbol.Subroutine) {
            callSubroutine(call);
        } else {
            evaluator.evaluate(value);
        }
    }
}
