package org.jaynes.circuit;

/**
 * One step of a {@link Circuit}. Qubits, classical bits and variables are numbers counted over the whole circuit in
 * order of declaration.
 */
public sealed interface Instruction
        permits Gate,
                Measurement,
                Reset,
                Noise,
                ReadoutError,
                Barrier,
                Assignment,
                Branch,
                WhileLoop,
                Break,
                Continue,
                Termination {}
