package org.jaynes.decoder.experiments;

/**
 * What a piece of work has found.
 *
 * @param errors wrong shots in each granule of {@link Limits#GRANULE} shots
 * @param unconverged shots in each granule that no solution explains
 * @param nanoseconds that the whole piece took
 */
record PieceResult(int[] errors, int[] unconverged, long nanoseconds) {}
