package org.jaynes.statevector;

/**
 * The device that did the work.
 *
 * @param device its name: {@code cuda:0}, {@code cpu} or {@code reference}; of several with slices of a state, their
 *     names with commas between them. Slices that these have no room for are on the host: {@link
 *     org.jaynes.execution.PassObserver#sliced} is told where each is
 * @param reason why this one, and what was wrong with those that would have been preferred
 */
public record DeviceChoice(String device, String reason) {}
