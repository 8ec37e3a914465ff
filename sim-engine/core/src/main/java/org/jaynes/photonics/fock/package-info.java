/**
 * Full distributions over Fock states. Amplitudes grow photon by photon over the states of a {@link
 * org.jaynes.photonics.fock.FockBasis}, whose indices are computed, not stored: N. Heurtel, S. Mansfield, J. Senellart,
 * B. Valiron, "Strong simulation of linear optical processes", arXiv:2206.10549.
 */
@NullMarked
package org.jaynes.photonics.fock;

import org.jspecify.annotations.NullMarked;
