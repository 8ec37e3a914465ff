package org.jaynes.circuit;

/** Goes on with the next round of the innermost loop, whose condition is evaluated first. */
public record Continue() implements Instruction {}
