package org.jaynes.circuit;

/** Ends the shot: nothing after it runs. OpenQASM 3's {@code end}. */
public record Termination() implements Instruction {}
