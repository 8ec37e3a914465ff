package org.jaynes.statevector;

/**
 * The device that did the work.
 *
 * @param device its name: {@code cuda:0}, {@code cpu} or {@code reference}
 * @param reason why this one, and what was wrong with those that would have been preferred
 */
public record DeviceChoice(String device, String reason) {}
