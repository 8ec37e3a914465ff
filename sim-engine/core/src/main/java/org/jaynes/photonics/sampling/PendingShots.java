package org.jaynes.photonics.sampling;

import java.util.Arrays;
import org.jaynes.execution.Philox;
import org.jaynes.photonics.PhotonicExperiment;

/**
 * Shots whose paths a kernel draws together, round by round: their photons are drawn before, what the detectors show
 * after; those that post-selection rejects go on in the next round. Not thread-safe.
 */
final class PendingShots {
    private static final int SOURCE = 0;
    private static final int PATH = 1;
    private static final int DETECTOR = 2;

    private final PhotonSource photons;
    private final DetectorBench detectors;
    private final ShotRandom source;
    private final ShotRandom path;
    private final ShotRandom detector;
    /** Draws of each purpose that each shot has used. */
    private final int[][] used;

    private final int[] pending;
    /** The photons of the round that are like no other, one shot after the other, and where those of each shot begin. */
    private int[] classical = new int[64];

    private final int[] firstClassical;
    private ShotWorker.Job job = new ShotWorker.Job(0, 0, 0, null);
    private int first;
    private int rejected;

    /** @param range shots at most */
    PendingShots(PhotonicExperiment experiment, long seed, int row, int range) {
        this.photons = new PhotonSource(experiment);
        this.detectors = new DetectorBench(experiment);
        this.source = new ShotRandom(seed, row, Philox.PURPOSE_PHOTON_SOURCE);
        this.path = new ShotRandom(seed, row, Philox.PURPOSE_PHOTON_PATH);
        this.detector = new ShotRandom(seed, row, Philox.PURPOSE_PHOTON_DETECTOR);
        this.used = new int[range][DETECTOR + 1];
        this.pending = new int[range];
        this.firstClassical = new int[range + 1];
    }

    /** Takes the shots {@code [from, from + count)} of a job. */
    void begin(ShotWorker.Job of, int from, int count) {
        job = of;
        first = from;
        rejected = count;
        for (int i = 0; i < count; i++) {
            Arrays.fill(used[i], 0);
            pending[i] = i;
        }
    }

    /** Begins a round with the shots that have no outcome yet; returns how many there are. */
    int nextRound() {
        int count = rejected;
        rejected = 0;
        if (count > 0) {
            job.count(count);
        }
        return count;
    }

    /** The number of the i-th shot of the round, which random numbers go by. */
    long number(int i) {
        return job.firstShot() + first + pending[i];
    }

    /** The next draw of its path. */
    int event(int i) {
        return used[pending[i]][PATH];
    }

    /**
     * Draws the photons of the i-th shot, i ascending.
     *
     * @return how many of each mode are alike; overwritten by the next draw
     */
    int[] draw(int i) {
        int[] of = used[pending[i]];
        source.start(number(i), of[SOURCE]);
        photons.draw(source);
        of[SOURCE] = source.event();
        int at = firstClassical[i];
        if (at + photons.classicalCount() > classical.length) {
            classical = Arrays.copyOf(classical, 2 * (at + photons.classicalCount()));
        }
        for (int k = 0; k < photons.classicalCount(); k++) {
            classical[at++] = photons.classicalMode(k);
        }
        firstClassical[i + 1] = at;
        return photons.identical();
    }

    /** Whether the i-th shot has photons that are like no other. */
    boolean hasClassical(int i) {
        return firstClassical[i + 1] > firstClassical[i];
    }

    /** The random numbers of the i-th shot's path, from a draw on. */
    ShotRandom path(int i, int event) {
        path.start(number(i), event);
        return path;
    }

    /**
     * Stores what the detectors show of the i-th shot, i ascending, or leaves it to the next round.
     *
     * @param random of {@link #path}, behind the draws for the photons that are alike
     * @param outcome where these came out; the others are added
     * @param exits of the others
     */
    void detect(int i, ShotRandom random, int[] outcome, ExitTable exits) {
        int shot = pending[i];
        for (int k = firstClassical[i]; k < firstClassical[i + 1]; k++) {
            exits.send(classical[k], random, outcome);
        }
        used[shot][PATH] = random.event();
        detector.start(number(i), used[shot][DETECTOR]);
        detectors.detect(outcome, detector);
        used[shot][DETECTOR] = detector.event();
        if (detectors.keeps(outcome)) {
            job.store(first + shot, outcome);
        } else {
            pending[rejected++] = shot;
        }
    }
}
