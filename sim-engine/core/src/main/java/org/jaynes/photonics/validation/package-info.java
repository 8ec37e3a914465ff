/**
 * Tests of samplers by known physics and by statistics: what a user runs before trusting a simulator or a device.
 *
 * <p>{@link org.jaynes.photonics.validation.SamplerValidation} runs them all. Statistical checks have a false-alarm rate
 * of about 10<sup>-6</sup> each.
 */
@NullMarked
package org.jaynes.photonics.validation;

import org.jspecify.annotations.NullMarked;
