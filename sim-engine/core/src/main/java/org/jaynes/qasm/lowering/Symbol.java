package org.jaynes.qasm.lowering;

import org.jaynes.circuit.ClassicalType;
import org.jaynes.circuit.Expression;
import org.jaynes.qasm.syntax.Stmt;
import org.jspecify.annotations.Nullable;

/** What a name stands for. */
sealed interface Symbol
        permits Symbol.Constant,
                Symbol.Qubits,
                Symbol.Variable,
                Symbol.Complex,
                Symbol.Duration,
                Symbol.Subroutine,
                BitRegister,
                ArrayStorage,
                GateSymbol {
    /** Whether a subroutine may use the name when it is declared outside of it. */
    default boolean isGlobalConstant() {
        return false;
    }

    /** How a message calls it. */
    String description();

    /** A value that never changes: a constant, an input, an angle of a gate that is being expanded. */
    record Constant(Expression value) implements Symbol {
        @Override
        public boolean isGlobalConstant() {
            return true;
        }

        @Override
        public String description() {
            return "a constant";
        }
    }

    /** Qubits under one name; {@code scalar} when it was declared without a size. */
    record Qubits(int[] numbers, boolean scalar) implements Symbol {
        @Override
        public String description() {
            return scalar ? "a qubit" : "a register of qubits";
        }
    }

    /**
     * A classical variable that is not made of bits. As long as its value is known, or is an expression of inputs only, it
     * needs no place in the circuit.
     */
    final class Variable implements Symbol {
        final ClassicalType type;
        /** How many run-time branches and loops enclose the declaration. */
        final int region;
        /** The value, or null when it is in the circuit's variable. */
        @Nullable
        Expression known;
        /** The circuit's variable, or null when none was needed yet. */
        Expression.@Nullable Variable place;
        /** Whether the circuit ever writes its variable. */
        boolean written;

        Variable(ClassicalType type, int region, Expression known) {
            this.type = type;
            this.region = region;
            this.known = known;
        }

        @Override
        public String description() {
            return "a variable of type " + type;
        }
    }

    /** Complex numbers are computed before the run only. */
    final class Complex implements Symbol {
        final boolean constant;
        final int region;
        ComplexValue value;

        Complex(boolean constant, int region, ComplexValue value) {
            this.constant = constant;
            this.region = region;
            this.value = value;
        }

        @Override
        public boolean isGlobalConstant() {
            return constant;
        }

        @Override
        public String description() {
            return "a complex number";
        }
    }

    /** A duration, of which nothing is used. */
    record Duration() implements Symbol {
        @Override
        public boolean isGlobalConstant() {
            return true;
        }

        @Override
        public String description() {
            return "a duration";
        }
    }

    /** A subroutine. */
    record Subroutine(Stmt.Subroutine definition) implements Symbol {
        @Override
        public boolean isGlobalConstant() {
            return true;
        }

        @Override
        public String description() {
            return "a subroutine";
        }
    }
}
