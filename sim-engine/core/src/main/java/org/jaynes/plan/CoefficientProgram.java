package org.jaynes.plan;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Expression;
import org.jspecify.annotations.Nullable;

/**
 * Computes the coefficients of a plan's ops. What depends on no angle is computed when the plan is made; ops with equal
 * constant coefficients share them.
 */
final class CoefficientProgram {
    /** Coefficients of an op begin at multiples of this many reals, and rows too. */
    private static final int ALIGNMENT = 16;

    /** What {@code JaynesOp.coefficient_offset} can hold. */
    private static final long MAX_COUNT = 0xFFFF_FFFFL;

    private static final int MEMORY_ALIGNMENT = 64;

    /** Memories that a plan keeps: some for each thread of a host. */
    private static final int MOST_IDLE = 8;

    /** Bytes of a memory from which on computing takes much longer than allocating. */
    private static final long LARGEST_IDLE = 1 << 20;

    /** Rows that are computed together: so many that loops over them are worth it, so few that all stays in the caches. */
    private static final int BLOCK = 64;

    /**
     * An op whose coefficients are computed for each row.
     *
     * @param weight the share of amplitudes that it acts on
     */
    private record Varying(long offset, Recipe recipe, double weight) {}

    private final Precision precision;
    private final List<Registers.Angle> angles;
    private final List<Registers.Turn> turns;
    private final List<Registers.Step> steps;
    private final int registerCount;
    private final List<Varying> varying;
    /** The op that makes up for the rounding of all others, in single precision; null if there is none. */
    private final @Nullable Varying carrier;

    /** What the constants do, the same in all rows. */
    private final NormBias constantBias;

    private final MemorySegment constants;
    private final long count;

    /** Memory that nobody binds in now: to allocate it takes longer than to bind a row of a small circuit. */
    private final Deque<Memory> idle = new ArrayDeque<>(MOST_IDLE);

    private CoefficientProgram(Builder builder, Registers registers) {
        this.precision = builder.precision;
        this.angles = List.copyOf(registers.angles());
        this.turns = List.copyOf(registers.turns());
        this.steps = List.copyOf(registers.steps());
        this.registerCount = registers.count();
        this.varying = List.copyOf(builder.varying);
        this.count = builder.count;
        this.carrier = builder.placedCarrier;
        this.constants = allocate(1);
        this.constantBias = new NormBias(1);
        builder.constants.forEach((numbers, place) -> {
            store(numbers.values, constants, place.offset);
            for (double value : numbers.values) {
                constantBias.coefficient(new double[] {value}, 0);
            }
            constantBias.endOp(place.weight);
        });
        if (angles.isEmpty()) {
            new Memory(constants, 1).bind((_, _, _) -> Double.NaN, 0);
        }
    }

    /** One that computes nothing: {@code size} reals a row come from somewhere else. */
    static CoefficientProgram given(Precision precision, int size) {
        Builder builder = new Builder(precision, List.of());
        builder.reserve(size);
        return builder.build(new Registers());
    }

    /** Gives every op's coefficients a place. */
    static final class Builder {
        private record Numbers(double[] values) {
            @Override
            public boolean equals(Object other) {
                return other instanceof Numbers(double[] others) && Arrays.equals(values, others);
            }

            @Override
            public int hashCode() {
                return Arrays.hashCode(values);
            }
        }

        /** Where constants are, and the shares of amplitudes that the ops with them act on, added up. */
        private static final class Place {
            final long offset;
            double weight;

            Place(long offset) {
                this.offset = offset;
            }
        }

        private final @Nullable OpDraft carrier;
        private @Nullable Varying placedCarrier;
        private final Precision precision;
        /** In the order in which they came, so that sums over them have the same bits each time. */
        private final Map<Numbers, Place> constants = new LinkedHashMap<>();

        private final List<Varying> varying = new ArrayList<>();
        private long count;

        /**
         * Begins with no op.
         *
         * @param ops all that will be placed
         */
        Builder(Precision precision, List<OpDraft> ops) {
            this.precision = precision;
            this.carrier = precision == Precision.SINGLE
                    ? ops.reversed().stream()
                            .filter(OpDraft::canScale)
                            .findFirst()
                            .orElse(null)
                    : null;
        }

        /** The offset of an op's coefficients, in reals; of a probe the number of its sum. */
        long place(OpDraft op) {
            Recipe recipe = op.recipe();
            if (recipe == null) {
                return op.probe();
            }
            int size = op.kind().coefficientCount(op.bits().length);
            double weight = Math.scalb(1.0, -Long.bitCount(op.controlMask()));
            if (isCarrier(op)) {
                placedCarrier = new Varying(reserve(size), recipe, weight);
                return placedCarrier.offset;
            }
            if (!recipe.isConstant()) {
                Varying placed = new Varying(reserve(size), recipe, weight);
                varying.add(placed);
                return placed.offset;
            }
            double[] numbers = new double[size];
            recipe.evaluate(
                    new RowArithmetic(1), new double[0][][], (index, values, from) -> numbers[index] = values[from]);
            Place place = constants.computeIfAbsent(new Numbers(numbers), _ -> new Place(reserve(size)));
            place.weight += weight;
            return place.offset;
        }

        @SuppressWarnings("ReferenceEquality") // one op among those that may equal it
        private boolean isCarrier(OpDraft op) {
            return op == carrier;
        }

        private long reserve(int size) {
            long offset = count;
            count += (size + ALIGNMENT - 1L) / ALIGNMENT * ALIGNMENT;
            if (count > MAX_COUNT) {
                throw new IllegalArgumentException(
                        "the gates need more than %,d coefficients; split the circuit".formatted(MAX_COUNT));
            }
            return offset;
        }

        CoefficientProgram build(Registers registers) {
            return new CoefficientProgram(this, registers);
        }
    }

    List<Expression> angles() {
        return angles.stream().map(Registers.Angle::expression).toList();
    }

    /** Reals of a row. */
    long count() {
        return count;
    }

    Coefficients bind(Plan plan, List<? extends Environment> rows) {
        if (rows.size() == 1 && angles.isEmpty()) {
            return new Coefficients(plan, 1, constants.asReadOnly());
        }
        Memory memory = memory(rows.size());
        memory.bind((_, expression, row) -> expression.real(rows.get(row)), 0);
        return new Coefficients(plan, rows.size(), memory.values.asReadOnly());
    }

    /** Memory for the coefficients of so many rows, to be bound once or often. */
    Memory memory(int rows) {
        return new Memory(rows);
    }

    /** As {@link #memory}, but perhaps with the coefficients of earlier rows. Thread-safe. */
    Memory takeMemory(int rows) {
        synchronized (idle) {
            for (Memory known : idle) {
                if (known.rows == rows) {
                    idle.removeLastOccurrence(known);
                    return known;
                }
            }
        }
        return memory(rows);
    }

    /** Keeps memory for the next one who takes as much. */
    void giveBack(Memory memory) {
        if (memory.bytes() <= LARGEST_IDLE) {
            synchronized (idle) {
                if (idle.size() == MOST_IDLE) {
                    idle.removeFirst();
                }
                idle.addLast(memory);
            }
        }
    }

    int angleCount() {
        return angles.size();
    }

    Expression angle(int number) {
        return angles.get(number).expression();
    }

    /** Gives angles their values. */
    interface AngleSource {
        /** The value of angle number {@code angle}, which is the expression, in a row. */
        double value(int angle, Expression expression, int row);
    }

    /** The coefficients of some rows, with the constants in place. */
    final class Memory implements Recipe.Target {
        private final MemorySegment values;
        private final int rows;
        private final double[][][] registers = new double[registerCount][][];

        /** For blocks, and for the last rows if they are fewer. */
        private final RowArithmetic ofBlock;

        private final RowArithmetic ofRest;

        /** Where {@link #put} is at: the op's first coefficient in the first row of the block, and its rows. */
        private long target;

        private int block;
        private RowArithmetic on;

        /** What the ops of the block do; null in double precision, or when no op can make up for it. */
        private final @Nullable NormBias bias = carrier == null ? null : new NormBias(BLOCK);

        /** The coefficients of the constants' own row. */
        private Memory(MemorySegment values, int rows) {
            this.values = values;
            this.rows = rows;
            this.ofBlock = new RowArithmetic(Math.min(BLOCK, rows));
            this.ofRest = new RowArithmetic(rows % BLOCK);
            this.on = ofBlock;
        }

        private Memory(int rows) {
            this(allocate(rows), rows);
            for (int row = 0; row < rows; row++) {
                MemorySegment.copy(constants, 0, values, row * constants.byteSize(), constants.byteSize());
            }
        }

        MemorySegment values() {
            return values;
        }

        /** All that is kept with it. */
        long bytes() {
            return values.byteSize() + ofBlock.bytes() + ofRest.bytes();
        }

        /** Computes what depends on angles; row 0 of the memory is row {@code first} of the source. */
        void bind(AngleSource source, int first) {
            for (int start = 0; start < rows; start += BLOCK) {
                block = Math.min(BLOCK, rows - start);
                on = block == ofBlock.rows() ? ofBlock : ofRest;
                on.reset();
                evaluateAngles(source, first + start);
                evaluateTurns();
                for (Registers.Step step : steps) {
                    step.run(on, registers);
                }
                bindOps(start);
            }
        }

        private void bindOps(int start) {
            if (bias != null) {
                bias.reset(constantBias, block);
            }
            for (Varying op : varying) {
                target = start * count + op.offset;
                op.recipe.evaluate(on, registers, this);
                if (bias != null) {
                    bias.endOp(op.weight);
                }
            }
            if (bias != null && carrier != null) {
                target = start * count + carrier.offset;
                double[] correction = bias.correction();
                carrier.recipe.evaluate(
                        on, registers, (index, numbers, from) -> store(index, corrected(numbers, from, correction), 0));
            }
        }

        private double[] corrected(double[] numbers, int from, double[] correction) {
            double[] products = on.take();
            for (int r = 0; r < block; r++) {
                products[r] = numbers[from + r] * correction[r];
            }
            return products;
        }

        private void evaluateAngles(AngleSource source, int first) {
            for (int a = 0; a < angles.size(); a++) {
                Expression expression = angles.get(a).expression();
                double[] numbers = on.take();
                for (int r = 0; r < block; r++) {
                    numbers[r] = source.value(a, expression, first + r);
                    if (!Double.isFinite(numbers[r])) {
                        throw new AngleException("the angle %s is %s; expected a finite number of radians"
                                .formatted(expression, numbers[r]));
                    }
                }
                registers[angles.get(a).register()] = new double[][] {numbers};
            }
        }

        /** In one loop over all turns: those of a single row would leave nothing to compute several of at once. */
        private void evaluateTurns() {
            double[] shares = on.take(turns.size());
            for (int t = 0; t < turns.size(); t++) {
                Registers.Turn turn = turns.get(t);
                double[] angle = registers[turn.angle()][0];
                for (int r = 0; r < block; r++) {
                    shares[t * block + r] = turn.share() * angle[r];
                }
            }
            double[] sines = on.take(turns.size());
            double[] cosines = on.take(turns.size());
            SineCosine.of(shares, sines, cosines);
            for (int t = 0; t < turns.size(); t++) {
                double[] sine = on.take();
                double[] cosine = on.take();
                System.arraycopy(sines, t * block, sine, 0, block);
                System.arraycopy(cosines, t * block, cosine, 0, block);
                registers[turns.get(t).register()] = new double[][] {sine, cosine};
            }
        }

        @Override
        public void put(int index, double[] numbers, int from) {
            store(index, numbers, from);
            if (bias != null && !on.isZero(numbers)) {
                bias.coefficient(numbers, from);
            }
        }

        private void store(int index, double[] numbers, int from) {
            long at = target + index;
            if (precision == Precision.SINGLE) {
                for (int r = 0; r < block; r++, at += count) {
                    values.setAtIndex(ValueLayout.JAVA_FLOAT, at, (float) numbers[from + r]);
                }
            } else {
                for (int r = 0; r < block; r++, at += count) {
                    values.setAtIndex(ValueLayout.JAVA_DOUBLE, at, numbers[from + r]);
                }
            }
        }
    }

    /** Zeroed memory for the coefficients of so many rows. */
    MemorySegment allocate(int rows) {
        long rowBytes = count * precision.realBytes();
        if (rowBytes > Long.MAX_VALUE / rows) {
            throw new IllegalArgumentException(
                    "coefficients of %,d rows, %,d bytes each; bind fewer rows at a time".formatted(rows, rowBytes));
        }
        return Arena.ofAuto().allocate(rows * rowBytes, MEMORY_ALIGNMENT);
    }

    private void store(double[] values, MemorySegment target, long offset) {
        if (precision == Precision.DOUBLE) {
            MemorySegment.copy(values, 0, target, ValueLayout.JAVA_DOUBLE, offset * Double.BYTES, values.length);
            return;
        }
        for (int i = 0; i < values.length; i++) {
            target.setAtIndex(ValueLayout.JAVA_FLOAT, offset + i, (float) values[i]);
        }
    }
}
