package org.jaynes.photonics;

/**
 * What a beam splitter of angle θ on modes (i, j), i &lt; j, does; rows are outputs, columns inputs. The conventions give
 * the same probabilities for a single loop, but not for loops of mixed lengths such as (1, 2) or (1, 3).
 */
public enum BeamSplitterConvention {
    /** {@code [[cos θ, sin θ], [-sin θ, cos θ]]}: that of CUDA-Q's simulator and of ORCA's machines. */
    REAL,
    /** {@code [[cos θ, i sin θ], [i sin θ, cos θ]]}: exp(iθ(a†b + ab†)). */
    SYMMETRIC
}
