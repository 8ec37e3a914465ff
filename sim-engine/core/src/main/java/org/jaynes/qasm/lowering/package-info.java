/**
 * Syntax trees to circuits. What is known before the run is computed, inlined and unrolled here; what depends on a
 * measurement becomes instructions and expressions of the circuit.
 */
@NullMarked
package org.jaynes.qasm.lowering;

import org.jspecify.annotations.NullMarked;
