package org.jaynes.plan;

/** The numbers of a plan's micro-ops for one or many rows of parameters. */
public final class Coefficients {
    private Coefficients() {}
}
