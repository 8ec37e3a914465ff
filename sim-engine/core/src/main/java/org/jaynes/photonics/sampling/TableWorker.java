package org.jaynes.photonics.sampling;

import org.jaynes.execution.Philox;

/** Draws shots from a table, which holds only what post-selection keeps. */
final class TableWorker implements ShotWorker {
    private final TableSampler table;
    private final ShotRandom random;

    TableWorker(TableSampler table, long seed, int row) {
        this.table = table;
        this.random = new ShotRandom(seed, row, Philox.PURPOSE_PHOTON_PATH);
    }

    @Override
    public void run(int first, int count, Job job) {
        for (int shot = first; shot < first + count; shot++) {
            random.start(job.firstShot() + shot, 0);
            table.sample(random.next(), job.counts(), shot * job.modes());
        }
    }
}
