/**
 * Detector error models: which errors can happen, how likely, and which detectors and observables each of them flips.
 * Reads and prints Stim's {@code .dem} text (Stim, doc/file_format_dem_detector_error_model.md; the behaviour of stim
 * 1.16.0 where the two differ).
 */
@NullMarked
package org.jaynes.decoder.dem;

import org.jspecify.annotations.NullMarked;
