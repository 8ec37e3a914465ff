/**
 * Samples stabilizer circuits: a tableau gives one noiseless shot, the reference sample, and Pauli frames give what noise
 * and random measurements change of it, 64 shots to a word.
 *
 * <p>Random numbers are a function of the seed, the block of {@value org.jaynes.decoder.simulation.Blocks#SHOTS} shots and
 * the place in the circuit. Shot k of a seed is therefore the same whatever the number of shots, threads and the memory. It
 * is not the shot that stim draws from the seed.
 *
 * <p>Source: C. Gidney, "Stim: a fast stabilizer circuit simulator", Quantum 5, 497 (2021), doi:10.22331/q-2021-07-06-497.
 */
@NullMarked
package org.jaynes.decoder.simulation;

import org.jspecify.annotations.NullMarked;
