package org.jaynes.qasm.lowering;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jaynes.circuit.Assignment;
import org.jaynes.circuit.ClassicalType;
import org.jaynes.circuit.ClassicalType.Kind;
import org.jaynes.circuit.Expression;
import org.jaynes.qasm.syntax.Expr;
import org.jaynes.qasm.syntax.Stmt;
import org.jaynes.qasm.syntax.TypeName;
import org.jspecify.annotations.Nullable;

/** Declarations of registers, variables, constants, inputs, outputs, arrays and aliases. */
final class Declarations {
    private final Context context;
    private final Evaluator evaluator;
    private final Operands operands;
    private final Variables variables;
    private final Inputs inputs;
    /** Outputs that are no bits, to be given their last value at the end. */
    private final Map<String, Symbol.Variable> outputs = new java.util.LinkedHashMap<>();

    Declarations(Context context, Evaluator evaluator, Operands operands, Variables variables, Map<String, ?> given) {
        this.context = context;
        this.evaluator = evaluator;
        this.operands = operands;
        this.variables = variables;
        this.inputs = new Inputs(context, evaluator, given);
    }

    Inputs inputs() {
        return inputs;
    }

    private boolean isGlobal() {
        return context.scope == context.globals && context.region == 0;
    }

    private void requireGlobal(int at, String what) {
        if (!isGlobal()) {
            throw context.invalid(at, what + " can be declared only outside of blocks, gates and subroutines");
        }
    }

    void qubits(Stmt.QubitDeclaration statement) {
        requireGlobal(statement.at(), "qubits");
        int size = statement.size() == null ? 1 : evaluator.types().size(statement.size(), "qubits");
        variables.declare(statement.name(), new Symbol.Qubits(new int[0], true), statement.at());
        int[] numbers = operands.declare(statement.name(), size, statement.at()).all();
        context.scope.put(statement.name(), new Symbol.Qubits(numbers, statement.size() == null));
    }

    void alias(Stmt.Alias statement) {
        Symbol.Qubits qubits = operands.qubits(statement.value());
        variables.declare(statement.name(), qubits, statement.at());
    }

    void classical(Stmt.Declaration statement) {
        TypeName type = statement.type();
        if (statement.storage() == Stmt.Storage.INPUT) {
            requireGlobal(statement.at(), "inputs");
            variables.declare(statement.name(), inputs.declare(statement), statement.at());
        } else if (type.isArray()) {
            array(statement);
        } else {
            switch (type.kind()) {
                case COMPLEX -> complex(statement);
                case DURATION, STRETCH -> duration(statement);
                default -> single(statement);
            }
        }
    }

    private void single(Stmt.Declaration statement) {
        ClassicalType type = evaluator.types().of(statement.type());
        int at = statement.at();
        if (statement.storage() == Stmt.Storage.CONST) {
            Expression value = evaluator.valueOf(type, java.util.Objects.requireNonNull(statement.value()));
            if (!value.isConstant()) {
                throw context.invalid(
                        statement.value().at(),
                        "the value of a constant must be known before the run, and this one depends on "
                                + (value.isRunTime() ? "a measurement" : "an input"),
                        "leave out 'const'");
            }
            variables.declare(statement.name(), new Symbol.Constant(value), at);
            return;
        }
        boolean scalar = statement.type().width() == null;
        boolean global = isGlobal();
        if (statement.storage() == Stmt.Storage.OUTPUT) {
            requireGlobal(at, "outputs");
        }
        if (type.kind() == Kind.BIT) {
            bits(statement, type, scalar, global);
        } else {
            Expression value = statement.value() == null ? Variables.zero(type) : initial(statement, type);
            variables.local(statement.name(), type, scalar, value, at);
            if (statement.storage() == Stmt.Storage.OUTPUT
                    && context.scope.own(statement.name()) instanceof Symbol.Variable variable) {
                outputs.put(statement.name(), variable);
                if (variable.place == null) {
                    variable.place = context.builder.variable(statement.name(), type);
                }
            }
        }
    }

    private Expression initial(Stmt.Declaration statement, ClassicalType type) {
        Expr value = java.util.Objects.requireNonNull(statement.value());
        return value instanceof Expr.Measure measure
                ? evaluator.cast(type, variables.measured(measure), statement.at())
                : evaluator.valueOf(type, value);
    }

    private void bits(Stmt.Declaration statement, ClassicalType type, boolean scalar, boolean global) {
        int at = statement.at();
        boolean measured = statement.value() instanceof Expr.Measure;
        Expression value = statement.value() == null || measured ? Variables.zero(type) : initial(statement, type);
        if (!global) {
            variables.local(statement.name(), type, scalar, value, at);
        } else {
            variables.requireBits(type.width(), at);
            variables.declare(statement.name(), new Symbol.Duration(), at);
            int first = context.builder.bits(statement.name(), type.width()).first();
            var register = new BitRegister(first, type.width(), scalar, 0, null);
            context.scope.put(statement.name(), register);
            if (statement.value() != null && !measured) {
                variables.assign(register, Variables.all(type.width()), value, at);
            }
        }
        if (statement.value() instanceof Expr.Measure measure) {
            variables.measure(measure.operand(), new Expr.NameReference(at, statement.name()), at);
        }
    }

    private void complex(Stmt.Declaration statement) {
        ComplexValue value = statement.value() == null
                ? new ComplexValue(0, 0)
                : evaluator.complex().evaluate(statement.value());
        boolean constant = statement.storage() == Stmt.Storage.CONST;
        if (statement.storage() == Stmt.Storage.OUTPUT) {
            throw context.invalid(statement.at(), "a complex number cannot be an output");
        }
        variables.declare(statement.name(), new Symbol.Complex(constant, context.region, value), statement.at());
    }

    private void duration(Stmt.Declaration statement) {
        if (statement.value() != null) {
            Durations.check(statement.value(), context);
        }
        variables.declare(statement.name(), new Symbol.Duration(), statement.at());
    }

    private void array(Stmt.Declaration statement) {
        int at = statement.at();
        TypeName type = statement.type();
        ClassicalType element = evaluator.types().element(type);
        int[] sizes = sizes(type);
        int count = Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
        Expression[] store = new Expression[count];
        Arrays.fill(store, Variables.zero(element));
        boolean constant = statement.storage() == Stmt.Storage.CONST;
        if (statement.storage() == Stmt.Storage.OUTPUT) {
            throw context.invalid(at, "an array cannot be an output", "use variables or bits");
        }
        var array = new ArrayStorage(element, store, Variables.all(count), sizes, !constant, context.region);
        if (statement.value() instanceof Expr.Braces braces) {
            fill(array, braces, 0, 0);
        } else if (statement.value() != null) {
            copy(array, statement.value());
        }
        variables.declare(statement.name(), array, at);
    }

    /** Lengths of the dimensions of an array whose elements are within the limit. */
    int[] sizes(TypeName type) {
        int[] sizes = new int[type.dimensions().size()];
        long count = 1;
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = evaluator.types().size(type.dimensions().get(i), "elements");
            count *= sizes[i];
            if (count > context.limits.classicalBits()) {
                throw context.invalid(
                        type.at(),
                        "an array of " + count + " or more elements, more than the limit of "
                                + context.limits.classicalBits());
            }
        }
        return sizes;
    }

    private void fill(ArrayStorage array, Expr.Braces braces, int dimension, int start) {
        List<Expr> elements = braces.elements();
        if (dimension >= array.sizes().length || elements.size() != array.sizes()[dimension]) {
            throw context.invalid(
                    braces.at(),
                    dimension >= array.sizes().length
                            ? "braces within braces for more dimensions than the array has"
                            : GateCalls.count(elements.size(), "value") + " for "
                                    + GateCalls.count(array.sizes()[dimension], "element"));
        }
        boolean last = dimension == array.sizes().length - 1;
        for (int i = 0; i < elements.size(); i++) {
            Expr value = elements.get(i);
            int position = start * array.sizes()[dimension] + i;
            if (!last && value instanceof Expr.Braces inner) {
                fill(array, inner, dimension + 1, position);
            } else if (last) {
                array.store()[position] = variables.known(evaluator.valueOf(array.type(), value), value.at());
            } else {
                throw context.invalid(value.at(), "a value where the values of a dimension are wanted in braces");
            }
        }
    }

    private void copy(ArrayStorage target, Expr value) {
        ArrayStorage source = evaluator.elements().arrayOrNull(value);
        if (source == null || !Arrays.equals(source.sizes(), target.sizes())) {
            throw context.invalid(value.at(), "this is not an array of the sizes " + Arrays.toString(target.sizes()));
        }
        for (int i = 0; i < target.store().length; i++) {
            target.store()[i] = evaluator.cast(target.type(), source.store()[source.positions()[i]], value.at());
        }
    }

    /** Writes what is known and not yet in the circuit: call at the end of the program. */
    void finish(int at) {
        context.flush(at);
        for (Symbol.Variable output : outputs.values()) {
            @Nullable Expression known = output.known;
            if (known != null && (output.written || !known.equals(Variables.zero(output.type)))) {
                var place = java.util.Objects.requireNonNull(output.place);
                context.emit(new Assignment(new Assignment.ToVariable(place), known), at);
            }
        }
    }
}
