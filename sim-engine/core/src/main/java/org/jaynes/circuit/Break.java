package org.jaynes.circuit;

/** Leaves the innermost loop. */
public record Break() implements Instruction {}
