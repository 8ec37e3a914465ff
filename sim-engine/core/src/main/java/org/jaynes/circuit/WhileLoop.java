package org.jaynes.circuit;

import java.util.List;

/**
 * Runs its body as long as a condition holds.
 *
 * @param condition a boolean over classical bits and variables, evaluated before each round
 * @param body what runs in a round
 */
public record WhileLoop(Expression condition, List<Instruction> body) implements Instruction {}
