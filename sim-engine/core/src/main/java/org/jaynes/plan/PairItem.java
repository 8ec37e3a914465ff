package org.jaynes.plan;

/** Part of a {@link PairBlock}. Bit 0 of the pair is its lower wire. */
sealed interface PairItem {
    /** A 2x2 matrix on one wire of the pair. */
    record Single(int bit, Value matrix) implements PairItem {}

    /** X on one wire, controlled by the other. */
    record Flip(int controlBit, int controlValue) implements PairItem {}

    /** A diagonal: four complex numbers. */
    record Diagonal(Value entries) implements PairItem {}

    /** A 2x2 matrix on one wire, controlled by the other. */
    record Controlled(int controlBit, int controlValue, Value matrix) implements PairItem {}

    /** Any 4x4 matrix. */
    record Dense(Value matrix) implements PairItem {}

    /** Multiply-add slots per amplitude, as the planner counts them. */
    default double cost() {
        return switch (this) {
            case Single single -> Shape.isDiagonal(single.matrix) ? 0.5 : 4.5;
            case Flip _ -> 1;
            case Diagonal _ -> 0.5;
            case Controlled _ -> 3;
            case Dense _ -> DENSE_COST;
        };
    }

    /** Slots per amplitude of a 4x4 matrix. */
    double DENSE_COST = 16;

    /** The item as a 4x4 matrix. */
    default Value asMatrix(Registers registers) {
        return switch (this) {
            case Single(int bit, Value m) ->
                registers.map((on, in) -> ComplexMatrix.onPair(on, in[0], bit, false, 0), m);
            case Flip(int bit, int value) ->
                registers.map(
                        (on, in) -> ComplexMatrix.onPair(on, in[0], 1 - bit, true, value),
                        Value.constant(ComplexMatrix.flip()));
            case Diagonal(Value entries) -> registers.map((on, in) -> ComplexMatrix.diagonal(on, in[0]), entries);
            case Controlled(int bit, int value, Value m) ->
                registers.map((on, in) -> ComplexMatrix.onPair(on, in[0], 1 - bit, true, value), m);
            case Dense(Value m) -> m;
        };
    }
}
