/**
 * From a noisy circuit to its detector error model: {@link org.jaynes.decoder.analysis.ErrorAnalyzer} walks the circuit
 * backwards and notes for each qubit which detectors and observables an error there would flip. Results are those of
 * {@code stim analyze_errors}, to the byte (Stim 1.16.0).
 */
@NullMarked
package org.jaynes.decoder.analysis;

import org.jspecify.annotations.NullMarked;
