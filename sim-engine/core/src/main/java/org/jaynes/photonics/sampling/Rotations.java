package org.jaynes.photonics.sampling;

/**
 * Cosines and sines of the angles of a circuit's beam splitters and phase shifters, in the order of its parameters.
 *
 * @param cosines owned by whoever made it
 * @param sines likewise
 */
record Rotations(double[] cosines, double[] sines) {
    /** The rotations of some angles. */
    static Rotations of(double[] angles) {
        Rotations rotations = new Rotations(new double[angles.length], new double[angles.length]);
        for (int i = 0; i < angles.length; i++) {
            rotations.cosines[i] = StrictMath.cos(angles[i]);
            rotations.sines[i] = StrictMath.sin(angles[i]);
        }
        return rotations;
    }

    double cos(int parameter) {
        return cosines[parameter];
    }

    double sin(int parameter) {
        return sines[parameter];
    }
}
