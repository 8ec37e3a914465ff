package org.jaynes.circuit;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** Constant angles of a gate as plain numbers: 24 bytes less for each than a list of constants. */
final class ConstantAngles extends AbstractList<Expression> implements RandomAccess {
    private final double[] values;

    private ConstantAngles(double[] values) {
        this.values = values;
    }

    static List<Expression> of(double... values) {
        return values.length == 0 ? List.of() : new ConstantAngles(values.clone());
    }

    /** An immutable list of the same expressions, in the least memory. */
    static List<Expression> compact(List<Expression> angles) {
        if (angles instanceof ConstantAngles) {
            return angles;
        }
        double[] values = new double[angles.size()];
        for (int i = 0; i < values.length; i++) {
            if (!(angles.get(i) instanceof Expression.Constant(double value))) {
                return List.copyOf(angles);
            }
            values[i] = value;
        }
        return values.length == 0 ? List.of() : new ConstantAngles(values);
    }

    @Override
    public Expression get(int index) {
        return Expression.of(values[index]);
    }

    @Override
    public int size() {
        return values.length;
    }
}
