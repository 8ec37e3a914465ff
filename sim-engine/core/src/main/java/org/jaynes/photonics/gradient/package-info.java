/**
 * Derivatives of what an interferometer does, in all its angles: exact, forwards and backwards, for many rows of angles;
 * and the estimators that a device without them would use.
 */
@NullMarked
package org.jaynes.photonics.gradient;

import org.jspecify.annotations.NullMarked;
