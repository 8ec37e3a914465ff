package org.jaynes.photonics.permanent;

/** The streams of a {@link GlynnPlan}, for one matrix. Thread-safe. */
interface GlynnStreams {
    /** The sum of the terms of one stream. */
    TermSum stream(long stream);
}
