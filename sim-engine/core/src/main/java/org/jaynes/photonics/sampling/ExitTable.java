package org.jaynes.photonics.sampling;

import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.fock.Scattering;

/** Where photons go that are like no other: for each input mode a distribution over the outputs and being lost. */
final class ExitTable {
    private final double[][] exits;

    ExitTable(PhotonicExperiment experiment, Scattering scattering) {
        this.exits = new double[experiment.modes()][0];
        for (int mode = 0; mode < exits.length; mode++) {
            if (experiment.input().photonsIn(mode) > 0) {
                exits[mode] = scattering.exits(mode);
            }
        }
    }

    /** Sends the classical photons of a source; adds them to the counts of the modes where they come out. */
    void send(PhotonSource source, ShotRandom random, int[] counts) {
        for (int i = 0; i < source.classicalCount(); i++) {
            send(source.classicalMode(i), random, counts);
        }
    }

    /** Sends one photon from an input mode. */
    void send(int mode, ShotRandom random, int[] counts) {
        int exit = ShotRandom.choose(exits[mode], exits[mode].length, random.next());
        if (exit < counts.length) {
            counts[exit]++;
        }
    }
}
