package org.jaynes.photonics.sampling;

import org.jaynes.photonics.PhotonicDevice;

/**
 * What the cost model believes of a device: seconds for units of work, measured on two cores of an AMD EPYC (Zen 4) by
 * {@code jaynes bench photonics --noise}, which sets predictions beside times. Others differ by a factor of two or three,
 * which a choice between algorithms hardly ever turns on.
 *
 * @param amplitude for an amplitude and a mode, in a step from one photon number to the next
 * @param amplitudeOfStep for an amplitude of a window in a time step, real
 * @param minorTerm for a factor of a term of the permanents of minors, real
 * @param weight for a photon's part of the weight of a path, real
 */
record KernelSpeed(double amplitude, double amplitudeOfStep, double minorTerm, double weight) {
    /** A shot at all: photons, detectors. */
    static final double SHOT = 1e-7;

    /** A random number and a choice. */
    static final double DRAW = 2.5e-8;

    /** Writing the count of a mode. */
    static final double COUNT = 3e-9;

    /** An outcome of a table and a mode. */
    static final double OUTCOME = 2e-9;

    /** A noisy angle. */
    static final double ANGLE = 2.5e-8;

    /** A time step of loops, whatever its size. */
    static final double STEP = 3e-7;

    /** The matrix of a time step for noisy angles, whatever its size. */
    static final double STEP_MATRIX = 1.5e-6;

    /** An entry of such a matrix, or of one of scattering. */
    static final double ENTRY = 1.5e-9;

    /** The speed of a device; of a GPU, whose costs are not modelled, that of plain Java. */
    static KernelSpeed of(PhotonicDevice device) {
        return switch (device.instructions()) {
            case "AVX512" -> new KernelSpeed(2.5e-10, 4.5e-10, 1.0e-10, 2e-10);
            case "AVX2" -> new KernelSpeed(3e-10, 6e-10, 1.6e-10, 3e-10);
            case "PORTABLE" -> new KernelSpeed(1e-9, 3e-9, 1.5e-9, 1e-9);
            default -> new KernelSpeed(1.5e-9, 1.3e-8, 1.5e-9, 1.5e-9);
        };
    }
}
