/**
 * Shots of photonic experiments: exact samplers, of which the cheapest is chosen.
 *
 * <p>Every random number is a function of (seed, purpose, row, shot, number of the draw), so results do not depend on the
 * number of threads, and a row of a batch gives the same shots as alone.
 */
@NullMarked
package org.jaynes.photonics.sampling;

import org.jspecify.annotations.NullMarked;
