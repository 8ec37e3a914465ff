package org.jaynes.circuit;

import java.util.List;

/**
 * Runs its body as long as a condition holds.
 *
 * @param condition a boolean over classical bits, variables and parameters, evaluated before each round; other types
 *     are true when not zero
 * @param body what runs in a round
 */
public record WhileLoop(Expression condition, List<Instruction> body) implements Instruction {
    public WhileLoop {
        condition = Expression.cast(ClassicalType.BOOL, condition);
        body = List.copyOf(body);
    }
}
