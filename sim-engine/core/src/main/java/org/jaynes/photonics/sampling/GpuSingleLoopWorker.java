package org.jaynes.photonics.sampling;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Objects;
import org.jaynes.bindings.generated.photonics.JaynesPhotonics;
import org.jaynes.bindings.generated.photonics.JaynesSingleLoopArguments;
import org.jaynes.execution.Philox;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.TimeBinInterferometer;
import org.jaynes.photonics.kernel.GpuKernels;
import org.jaynes.photonics.kernel.PackedArrays;

/**
 * Draws the shots of one loop on a GPU, a thread each, from {@link SingleLoopSampler}'s distributions. Those of up to some
 * number of photons at a beam splitter lie in a table; a shot that has more, which is rare, is drawn by that sampler.
 */
final class GpuSingleLoopWorker implements ShotWorker {
    private static final int THREADS = JaynesPhotonics.JAYNES_SINGLE_LOOP_THREADS();
    private static final int LARGEST = JaynesPhotonics.JAYNES_SINGLE_LOOP_PHOTONS();

    /** Bytes of the table at most, unless two photons need more. */
    private static final long TABLE_BYTES = 1L << 24;

    /** Photon numbers that are on the way at once. */
    private static final int MOST_NUMBERS = 1 << 23;

    /** The event of a shot that was given up. */
    private static final int GIVEN_UP = -1;

    private final GpuKernels gpu;
    private final TimeBinInterferometer loop;
    private final SingleLoopSampler sampler;
    private final PendingShots pending;
    private final ExitTable exits;
    private final long seed;
    private final int row;
    private final double kept;
    private final int most;
    private final int together;
    /** The photons of each shot of a round, before. */
    private final int[] sent;

    private final PackedArrays arrays;
    private final long tableAt;
    private final MemorySegment shots;
    /** Events of the shots, then their photons. */
    private final MemorySegment results;

    private final long photonsAt;

    /** Whether the kernel can do this experiment: with noisy angles each shot would need a table of its own. */
    static boolean takes(PhotonicExperiment experiment) {
        return experiment.noise().angleNoise() == 0;
    }

    /** @param range shots at most that are drawn at once */
    GpuSingleLoopWorker(GpuKernels gpu, SamplingPlan plan, long seed, int row, int range) {
        PhotonicExperiment experiment = plan.experiment();
        this.gpu = gpu;
        this.seed = seed;
        this.row = row;
        this.loop = (TimeBinInterferometer) experiment.interferometer();
        double loss = experiment.noise().beamSplitterLoss();
        this.kept = 1 - loss;
        this.sampler = new SingleLoopSampler(loop, AngleNoise.of(experiment).rotations(), true, loss);
        this.together = Math.clamp(MOST_NUMBERS / loop.modes(), 1, range);
        this.pending = new PendingShots(experiment, seed, row, together);
        this.exits =
                new ExitTable(experiment, Objects.requireNonNull(plan.prepared().scattering()));
        int modes = loop.modes();
        int splitters = loop.bsAngles().size();
        this.most = mostPhotons(splitters, experiment.input().photons());
        this.sent = new int[together * modes];
        long tableBytes = 8L * splitters * entries(most);
        this.photonsAt = 4L * together;
        long resultBytes = photonsAt + 4L * together * modes;
        this.arrays = new PackedArrays(
                Arena.ofAuto(),
                PackedArrays.size(tableBytes) + PackedArrays.size(8L * together) + PackedArrays.size(resultBytes));
        this.tableAt = arrays.end();
        writeTable(arrays.reserve(tableBytes), splitters);
        this.shots = arrays.reserve(8L * together);
        this.results = arrays.reserve(resultBytes);
    }

    private static int mostPhotons(int splitters, int photons) {
        int most = Math.clamp(photons, 1, LARGEST);
        while (most > 2 && 8L * splitters * entries(most) > TABLE_BYTES) {
            most--;
        }
        return most;
    }

    /** Probabilities of a beam splitter with up to so many photons. */
    private static long entries(int photons) {
        return (photons + 1L) * (photons + 2) * (2L * photons + 3) / 6;
    }

    private void writeTable(MemorySegment table, int splitters) {
        long at = 0;
        for (int splitter = 0; splitter < splitters; splitter++) {
            table.setAtIndex(ValueLayout.JAVA_DOUBLE, at++, 1);
            for (int t = 1; t <= most; t++) {
                for (int a = 0; a <= t; a++) {
                    MemorySegment.copy(
                            sampler.distribution(splitter, t, a), 0, table, ValueLayout.JAVA_DOUBLE, 8 * at, t + 1);
                    at += t + 1;
                }
            }
        }
    }

    @Override
    public void run(int first, int count, Job job) {
        for (int i = 0; i < count; i += together) {
            runTogether(first + i, Math.min(together, count - i), job);
        }
    }

    private void runTogether(int first, int count, Job job) {
        pending.begin(job, first, count);
        for (int left = pending.nextRound(); left > 0; left = pending.nextRound()) {
            drawPhotons(left);
            launch(left);
            detect(left);
        }
    }

    private void drawPhotons(int count) {
        int modes = loop.modes();
        for (int i = 0; i < count; i++) {
            int[] identical = pending.draw(i);
            System.arraycopy(identical, 0, sent, i * modes, modes);
            shots.setAtIndex(ValueLayout.JAVA_LONG, i, pending.number(i));
            results.setAtIndex(ValueLayout.JAVA_INT, i, pending.event(i));
            for (int mode = 0; mode < modes; mode++) {
                results.set(ValueLayout.JAVA_INT, photon(count, i, mode), identical[mode]);
            }
        }
    }

    private long photon(int count, int i, int mode) {
        return photonsAt + 4L * ((long) mode * count + i);
    }

    private void launch(int count) {
        MemorySegment host = arrays.segment();
        gpu.run(host.byteSize(), "%d shots of one loop".formatted(count), work -> {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment a = JaynesSingleLoopArguments.allocate(arena);
                long resultsAt = results.address() - host.address();
                JaynesSingleLoopArguments.probabilities(a, work.address() + tableAt);
                JaynesSingleLoopArguments.shots(a, work.address() + shots.address() - host.address());
                JaynesSingleLoopArguments.events(a, work.address() + resultsAt);
                JaynesSingleLoopArguments.photons(a, work.address() + resultsAt + photonsAt);
                JaynesSingleLoopArguments.seed(a, seed);
                JaynesSingleLoopArguments.shot_count(a, count);
                JaynesSingleLoopArguments.kept(a, kept);
                JaynesSingleLoopArguments.modes(a, loop.modes());
                JaynesSingleLoopArguments.length(a, loop.loopLengths().getFirst());
                JaynesSingleLoopArguments.most(a, most);
                JaynesSingleLoopArguments.row(a, row);
                JaynesSingleLoopArguments.purpose(a, Philox.purposeAndEvent(Philox.PURPOSE_PHOTON_PATH, 0));
                work.upload(host, 0);
                long blocks = Math.ceilDiv(count, THREADS);
                work.launch("jaynes_single_loop", JaynesSingleLoopArguments.layout(), blocks, THREADS, 0, a);
                work.download(resultsAt, results);
            }
        });
    }

    private void detect(int count) {
        int modes = loop.modes();
        int[] outcome = new int[modes];
        for (int i = 0; i < count; i++) {
            int next = results.getAtIndex(ValueLayout.JAVA_INT, i);
            ShotRandom path = pending.path(i, next == GIVEN_UP ? pending.event(i) : next);
            if (next == GIVEN_UP) {
                Arrays.fill(outcome, 0);
                sampler.sample(Arrays.copyOfRange(sent, i * modes, (i + 1) * modes), path, outcome);
            } else {
                for (int mode = 0; mode < modes; mode++) {
                    outcome[mode] = results.get(ValueLayout.JAVA_INT, photon(count, i, mode));
                }
            }
            pending.detect(i, path, outcome, exits);
        }
    }
}
