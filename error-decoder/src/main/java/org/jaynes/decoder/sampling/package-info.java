/**
 * Samples detector error models: each error happens or not, independently. Random numbers are a function of the seed, the
 * block of 1024 shots and the place in the model, so that shot k of a seed is always the same.
 */
@NullMarked
package org.jaynes.decoder.sampling;

import org.jspecify.annotations.NullMarked;
