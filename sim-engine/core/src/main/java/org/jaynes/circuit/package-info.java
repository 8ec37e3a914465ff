/** Quantum circuits: what is to be computed, and nothing about how. */
@NullMarked
package org.jaynes.circuit;

import org.jspecify.annotations.NullMarked;
