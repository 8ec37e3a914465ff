package org.jaynes.statevector;

/**
 * Where the time went, in seconds.
 *
 * @param plan planning
 * @param run everything else but sampling: memory, coefficients, passes, measurements
 * @param sample drawing samples and counting them
 */
public record Timing(double plan, double run, double sample) {}
