/**
 * Stabilizer circuits in Stim's {@code .stim} text: gates, circuits, reading and printing. Source: Stim,
 * doc/file_format_stim_circuit.md and doc/gates.md; the behaviour of stim 1.16.0 where they leave something open.
 */
@NullMarked
package org.jaynes.decoder.stim;

import org.jspecify.annotations.NullMarked;
