/**
 * Shot data in Stim's six result formats, streamed in and out.
 *
 * <p>A <em>shot</em> is a row of bits: measurement outcomes, or detection events, followed by observables where a file
 * says so. The files have no header and no counts, so a reader must be told the {@link ShotLayout}. In memory a row is
 * a {@code long[]} of {@link ShotLayout#wordCount()} words, bit k in word k / 64 at position k % 64, padding 0.
 *
 * <p>Source: Stim, doc/result_formats.md, and the behaviour of stim 1.16.0 where the two differ.
 */
@NullMarked
package org.jaynes.decoder.shots;

import org.jspecify.annotations.NullMarked;
