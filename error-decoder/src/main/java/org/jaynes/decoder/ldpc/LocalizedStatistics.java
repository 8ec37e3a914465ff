package org.jaynes.decoder.ldpc;

/**
 * Localised-statistics decoding of what belief propagation leaves unsolved: small systems around the detection events
 * instead of one large one. Immutable.
 */
public record LocalizedStatistics() implements Postprocessing {}
