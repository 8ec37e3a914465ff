package org.jaynes.qasm.lowering;

import java.util.ArrayList;
import java.util.List;
import org.jaynes.circuit.ClassicalType;
import org.jaynes.circuit.Expression;
import org.jaynes.qasm.syntax.Expr;
import org.jspecify.annotations.Nullable;

/** Indices: which elements of a register, an integer or an array they mean, and the values there. */
final class Elements {
    private static final Expr WHOLE = new Expr.Range(0, null, null, null);

    private final Context context;
    private final Evaluator evaluator;

    Elements(Context context, Evaluator evaluator) {
        this.context = context;
        this.evaluator = evaluator;
    }

    /** The positions that one index, range or set selects out of {@code size}; negative ones count from the end. */
    int[] select(Expr index, int size) {
        return switch (index) {
            case Expr.Range range -> range(range, size);
            case Expr.Braces(var _, List<Expr> elements) -> {
                int[] positions = new int[elements.size()];
                for (int i = 0; i < positions.length; i++) {
                    positions[i] = position(elements.get(i), size);
                }
                yield positions;
            }
            default -> new int[] {position(index, size)};
        };
    }

    /** Whether an index selects a single element and not a piece. */
    static boolean isSingle(Expr index) {
        return !(index instanceof Expr.Range || index instanceof Expr.Braces);
    }

    private int position(Expr index, int size) {
        long position = evaluator.constantInteger(index, "an index");
        return checked(position, size, index.at());
    }

    private int checked(long index, int size, int at) {
        long position = index < 0 ? index + size : index;
        if (position < 0 || position >= size) {
            throw context.invalid(at, "index " + index + " is outside of 0 to " + (size - 1));
        }
        return (int) position;
    }

    private int[] range(Expr.Range range, int size) {
        long step = range.step() == null ? 1 : evaluator.constantInteger(range.step(), "the step of a range");
        if (step == 0) {
            throw context.invalid(range.at(), "a range with step 0");
        }
        int start = range.start() == null ? (step > 0 ? 0 : size - 1) : position(range.start(), size);
        int end = range.end() == null ? (step > 0 ? size - 1 : 0) : position(range.end(), size);
        long distance = step > 0 ? (long) end - start : (long) start - end;
        if (distance < 0) {
            throw context.invalid(range.at(), "this range is empty");
        }
        long stride = step == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(step);
        int[] positions = new int[(int) (distance / stride) + 1];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = (int) (start + i * step);
        }
        return positions;
    }

    /** The value of an indexed expression. */
    Expression element(Expr.Index index) {
        if (index.base() instanceof Expr.NameReference(int at, String name)) {
            Symbol symbol = context.scope.find(name);
            if (symbol instanceof BitRegister bits && index.indices().size() == 1) {
                return bits(bits, index.indices().getFirst(), index.at());
            }
            if (symbol instanceof Symbol.Qubits) {
                throw context.invalid(at, "a qubit has no value", "measure it");
            }
        }
        ArrayStorage array = arrayOrNull(index);
        if (array != null) {
            if (array.sizes().length > 0) {
                throw context.invalid(
                        index.at(),
                        "this is an array of " + GateCalls.count(array.sizes().length, "dimension")
                                + ", not a single value",
                        "give an index for every dimension");
            }
            return array.store()[array.positions()[0]];
        }
        Expression value = evaluator.evaluate(index.base());
        if (index.indices().size() != 1) {
            throw context.invalid(index.at(), "bits are found by one index");
        }
        return bitsOf(value, index.indices().getFirst(), index.at());
    }

    private Expression bits(BitRegister bits, Expr index, int at) {
        if (bits.scalar) {
            throw context.invalid(at, "a single bit has no elements");
        }
        if (!isSingle(index)) {
            int[] positions = select(index, bits.size);
            List<Expression> parts = new ArrayList<>(positions.length);
            for (int position : positions) {
                parts.add(bits.get(position));
            }
            return evaluator.checked(at, () -> Expression.concatenation(parts));
        }
        Expression position = evaluator.evaluate(index);
        if (position.isConstant()) {
            return bits.get(position(index, bits.size));
        }
        Expression value = evaluator.checked(at, bits::get);
        return evaluator.checked(at, () -> Expression.bitOf(value, position));
    }

    private Expression bitsOf(Expression value, Expr index, int at) {
        ClassicalType type = value.type();
        if (!type.isDiscrete() || type.kind() == ClassicalType.Kind.BOOL) {
            throw context.invalid(at, "a " + type + " has no elements");
        }
        if (isSingle(index)) {
            Expression position = evaluator.evaluate(index);
            return evaluator.checked(at, () -> Expression.bitOf(value, position));
        }
        List<Expression> parts = new ArrayList<>();
        for (int position : select(index, type.width())) {
            Expression bit = Expression.of(ClassicalType.integer(Long.SIZE), position);
            parts.add(evaluator.checked(at, () -> Expression.bitOf(value, bit)));
        }
        return evaluator.checked(at, () -> Expression.concatenation(parts));
    }

    /** The array, or piece of one, that an expression names; null when it names none. */
    @Nullable
    ArrayStorage arrayOrNull(Expr expression) {
        return switch (expression) {
            case Expr.NameReference(var _, String name) ->
                context.scope.find(name) instanceof ArrayStorage array ? array : null;
            case Expr.Index index -> {
                ArrayStorage base = arrayOrNull(index.base());
                yield base == null ? null : piece(base, index);
            }
            default -> null;
        };
    }

    private ArrayStorage piece(ArrayStorage array, Expr.Index index) {
        if (index.indices().size() > array.sizes().length) {
            throw context.invalid(
                    index.at(),
                    index.indices().size() + " indices for an array of "
                            + GateCalls.count(array.sizes().length, "dimension"));
        }
        int[][] selected = new int[array.sizes().length][];
        List<Integer> kept = new ArrayList<>();
        for (int d = 0; d < selected.length; d++) {
            boolean whole = d >= index.indices().size();
            Expr selection = whole ? WHOLE : index.indices().get(d);
            requireKnown(selection);
            selected[d] = select(selection, array.sizes()[d]);
            if (!isSingle(selection)) {
                kept.add(selected[d].length);
            }
        }
        return array.select(selected, kept.stream().mapToInt(Integer::intValue).toArray());
    }

    private void requireKnown(Expr index) {
        if (isSingle(index) && !evaluator.evaluate(index).isConstant()) {
            throw context.invalid(
                    index.at(), "an array can be indexed only by what is known before the run, and this value is not");
        }
    }

    /** The lengths of the dimensions of an array or register. */
    int[] sizes(Expr expression) {
        ArrayStorage array = arrayOrNull(expression);
        if (array != null) {
            if (array.sizes().length == 0) {
                throw context.invalid(expression.at(), "a single element has no size");
            }
            return array.sizes();
        }
        if (expression instanceof Expr.NameReference(int at, String name)) {
            return switch (context.scope.find(name)) {
                case BitRegister bits -> new int[] {bits.size};
                case Symbol.Qubits qubits -> new int[] {qubits.numbers().length};
                case null -> throw evaluator.undeclared(at, name);
                default -> throw context.invalid(at, "'" + name + "' is neither an array nor a register");
            };
        }
        throw context.invalid(expression.at(), "'sizeof' takes an array or a register");
    }
}
