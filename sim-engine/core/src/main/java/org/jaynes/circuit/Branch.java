package org.jaynes.circuit;

import java.util.List;

/**
 * Runs one of two bodies.
 *
 * @param condition a boolean over classical bits and variables
 * @param whenTrue what runs when it is true
 * @param whenFalse what runs otherwise; may be empty
 */
public record Branch(Expression condition, List<Instruction> whenTrue, List<Instruction> whenFalse)
        implements Instruction {}
