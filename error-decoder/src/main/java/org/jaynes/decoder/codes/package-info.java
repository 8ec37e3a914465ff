/**
 * Circuits of memory experiments: a code's logical qubit is prepared, its stabilizers are measured for some rounds, and
 * the qubit is read out. The circuits are those that {@code stim gen} makes (Stim, doc/usage_command_line.md), to the
 * byte.
 */
@NullMarked
package org.jaynes.decoder.codes;

import org.jspecify.annotations.NullMarked;
