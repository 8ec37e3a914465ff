package org.jaynes.statevector;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import org.jaynes.circuit.Assignment;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Expression.BitRange;

/** The classical bits and variables of one shot, and the parameters. */
final class ClassicalState implements Environment {
    private final Map<String, Double> parameters;
    private final long[] bits;
    private final long[] variables;

    private ClassicalState(Map<String, Double> parameters, long[] bits, long[] variables) {
        this.parameters = parameters;
        this.bits = bits;
        this.variables = variables;
    }

    /** All bits and variables 0. */
    static ClassicalState initial(Circuit circuit, Map<String, Double> parameters) {
        return new ClassicalState(
                parameters,
                new long[Math.ceilDiv(circuit.bitCount(), Long.SIZE)],
                new long[circuit.variables().size()]);
    }

    ClassicalState copy() {
        return new ClassicalState(parameters, bits.clone(), variables.clone());
    }

    /** Whether all bits and variables are equal. */
    boolean equalsState(ClassicalState other) {
        return Arrays.equals(bits, other.bits) && Arrays.equals(variables, other.variables);
    }

    @Override
    public double parameter(String name) {
        Double value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("parameter " + name + " has no value");
        }
        return value;
    }

    @Override
    public long variable(int variable) {
        return variables[variable];
    }

    @Override
    public boolean bit(int bit) {
        return (bits[bit / Long.SIZE] >>> bit & 1) == 1;
    }

    void setBit(int bit, boolean value) {
        long mask = 1L << bit;
        bits[bit / Long.SIZE] = value ? bits[bit / Long.SIZE] | mask : bits[bit / Long.SIZE] & ~mask;
    }

    /** Evaluates the value, which has the type of the target, and stores it. */
    void assign(Assignment assignment) {
        switch (assignment.target()) {
            case Assignment.ToVariable(var variable) ->
                variables[variable.index()] = variable.type().isDiscrete()
                        ? assignment.value().integer(this)
                        : Double.doubleToRawLongBits(assignment.value().real(this));
            case Assignment.ToBits(BitRange range) -> {
                BigInteger value = assignment.value().wide(this);
                for (int i = 0; i < range.count(); i++) {
                    setBit(range.first() + i, value.testBit(i));
                }
            }
            case Assignment.ToIndexedBit(BitRange range, var index) -> {
                int position = range.type().position(index.integer(this));
                setBit(range.first() + position, assignment.value().isTrue(this));
            }
            case Assignment.ToVariableBit(var variable, var index) -> {
                int position = variable.type().position(index.integer(this));
                long mask = 1L << position;
                long old = variables[variable.index()];
                long changed = assignment.value().isTrue(this) ? old | mask : old & ~mask;
                variables[variable.index()] = variable.type().wrap(changed);
            }
        }
    }
}
