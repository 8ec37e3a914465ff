/**
 * Linear optics with photons: interferometers, Fock states, noise and detectors; what they do to photons is computed by
 * the packages below.
 *
 * <p>Conventions. A transfer matrix has rows = output modes and columns = input modes: a photon that enters mode j leaves
 * in mode i with amplitude {@code U[i][j]}. Strings of photon numbers show mode 0 (the first time bin) first. Angles are
 * in radians.
 */
@NullMarked
package org.jaynes.photonics;

import org.jspecify.annotations.NullMarked;
