package org.jaynes.circuit;

import java.util.List;

/**
 * A unitary acting on some qubits, with any number of controls.
 *
 * @param unitary what is applied to the targets when every control has its value
 * @param angles the angles of {@code unitary}, in radians, in its order; constants, or expressions of parameters and
 *     variables
 * @param qubits distinct qubits: {@code controlCount} controls, then the targets. The first target is the least
 *     significant bit of the index into the unitary's matrix.
 * @param controlCount how many of {@code qubits} are controls
 * @param controlValues bit j is the value that control j must have (1 for an ordinary control)
 */
public record Gate(Unitary unitary, List<Expression> angles, int[] qubits, int controlCount, long controlValues)
        implements Instruction {}
