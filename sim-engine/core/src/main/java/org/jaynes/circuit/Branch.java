package org.jaynes.circuit;

import java.util.List;

/**
 * Runs one of two bodies.
 *
 * @param condition a boolean over classical bits, variables and parameters; other types are true when not zero
 * @param whenTrue what runs when it is true
 * @param whenFalse what runs otherwise; may be empty
 */
public record Branch(Expression condition, List<Instruction> whenTrue, List<Instruction> whenFalse)
        implements Instruction {
    public Branch {
        condition = Expression.cast(ClassicalType.BOOL, condition);
        whenTrue = List.copyOf(whenTrue);
        whenFalse = List.copyOf(whenFalse);
    }
}
