package org.jaynes.decoder.matching;

/** What {@link Flooder#run} stopped for. */
enum FloodEvent {
    /** Nothing can happen any more. */
    NONE,
    /** {@link Flooder#first} and {@link Flooder#second} met along {@link Flooder#edge}. */
    REGIONS_MET,
    /** {@link Flooder#first} met the boundary along {@link Flooder#edge}. */
    BOUNDARY_MET,
    /** The blossom {@link Flooder#first} has shrunk to nothing. */
    BLOSSOM_EMPTY,
    /** The ball {@link Flooder#first}, inside a tree, has shrunk to nothing. */
    BALL_EMPTY
}
