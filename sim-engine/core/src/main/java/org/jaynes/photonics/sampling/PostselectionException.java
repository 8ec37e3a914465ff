package org.jaynes.photonics.sampling;

import org.jaynes.photonics.Postselection;

/** Too few shots have the photon number that post-selection asks for. */
public final class PostselectionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PostselectionException(Postselection postselection, long shots) {
        super("postselect %d: %,d shots were drawn %,d times in all and did not all have that photon number; expected a"
                        .formatted(postselection.photons(), shots, shots * postselection.attempts())
                + " photon number that is more likely, less loss, or more attempts");
    }
}
