/**
 * What a few detectors show, in time polynomial in the photons: means, correlations, probabilities of silence, and
 * distributions of a few modes, whatever the others show. S. Aaronson, A. Arkhipov, arXiv:1011.3245, section on marginals;
 * the generating function of photon numbers is a permanent of I - V†WV, V the rows of these modes.
 */
@NullMarked
package org.jaynes.photonics.marginal;

import org.jspecify.annotations.NullMarked;
