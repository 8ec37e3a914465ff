package org.jaynes.photonics.sampling;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jaynes.bindings.generated.photonics.JaynesPhotonSampleArguments;
import org.jaynes.bindings.generated.photonics.JaynesPhotonics;
import org.jaynes.execution.Philox;
import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.PhotonicExperiment;
import org.jaynes.photonics.fock.Scattering;
import org.jaynes.photonics.kernel.CpuKernels;
import org.jaynes.photonics.kernel.GpuKernels;
import org.jaynes.photonics.kernel.PackedArrays;
import org.jaynes.photonics.kernel.PhotonicKernels;
import org.jspecify.annotations.Nullable;

/**
 * The chain rule over photons by the kernels of a device, for many shots at once: the photons of all shots are drawn,
 * then all their paths, then what the detectors show. Shots that post-selection rejects go on in the next round.
 */
final class NativeChainWorker implements ShotWorker {
    private static final int LANES = JaynesPhotonics.JAYNES_PHOTON_LANES();
    private static final int LARGEST = JaynesPhotonics.JAYNES_MAX_PHOTONS();

    private final PhotonicKernels kernels;
    private final Scattering scattering;
    private final PhotonicExperiment experiment;
    private final PendingShots pending;
    private final ShotRandom angle;
    private final AngleNoise angles;
    /** The matrix of a shot, where angles are noisy; such shots are drawn one by one. */
    private final @Nullable LoopMatrix matrixOfShot;

    private final MemorySegment re;
    private final MemorySegment im;
    private final int stride;
    private ExitTable exits;
    private final PackedArrays arrays;
    private final MemorySegment arguments;
    private final MemorySegment starts;
    private final MemorySegment columns;
    private final MemorySegment shots;
    private final MemorySegment events;
    private final MemorySegment results;
    /** The next draw of the angles, of the only pending shot. */
    private int angleEvent;

    /** Whether the kernels can do this experiment. */
    static boolean takes(PhotonicExperiment experiment) {
        return (experiment.noise().angleNoise() == 0 || LoopMatrix.describes(experiment))
                && experiment.input().photons() <= JaynesPhotonics.JAYNES_MAX_PHOTONS();
    }

    /** @param range shots at most that are drawn at once */
    NativeChainWorker(
            PhotonicKernels kernels, SamplingPlan plan, Scattering scattering, long seed, int row, int range) {
        this.experiment = plan.experiment();
        this.kernels = kernels;
        this.scattering = scattering;
        this.pending = new PendingShots(experiment, seed, row, range);
        this.exits = new ExitTable(experiment, scattering);
        this.angle = new ShotRandom(seed, row, Philox.PURPOSE_PHOTON_ANGLE);
        this.angles = AngleNoise.of(experiment);
        this.matrixOfShot = experiment.noise().angleNoise() == 0 ? null : new LoopMatrix(experiment);
        ComplexMatrix paths = scattering.paths();
        int most = Math.max(1, experiment.input().photons());
        this.stride = Math.ceilDiv(paths.rows(), LANES) * LANES;
        long matrixBytes = PackedArrays.size(8L * stride * paths.columns());
        int binomialCount = LARGEST * (LARGEST + 1) / 2;
        Arena arena = Arena.ofAuto();
        this.arrays = new PackedArrays(
                arena,
                2 * matrixBytes
                        + PackedArrays.size(8L * binomialCount)
                        + PackedArrays.size(4L * (range + 1))
                        + 2 * PackedArrays.size(4L * range * most)
                        + PackedArrays.size(8L * range)
                        + PackedArrays.size(4L * range));
        this.re = arrays.reserve(matrixBytes);
        this.im = arrays.reserve(matrixBytes);
        write(paths, stride, re, im);
        MemorySegment binomials = arrays.reserve(8L * binomialCount);
        writeBinomials(binomials);
        this.starts = arrays.reserve(4L * (range + 1));
        this.columns = arrays.reserve(4L * range * most);
        this.shots = arrays.reserve(8L * range);
        this.events = arrays.reserve(4L * range);
        this.results = arrays.reserve(4L * range * most);
        this.arguments = JaynesPhotonSampleArguments.allocate(arena);
        JaynesPhotonSampleArguments.re(arguments, re.address());
        boolean real = matrixOfShot == null ? paths.isReal() : matrixOfShot.isReal();
        JaynesPhotonSampleArguments.im(arguments, real ? 0 : im.address());
        JaynesPhotonSampleArguments.binomials(arguments, binomials.address());
        JaynesPhotonSampleArguments.photon_start(arguments, starts.address());
        JaynesPhotonSampleArguments.columns(arguments, columns.address());
        JaynesPhotonSampleArguments.shots(arguments, shots.address());
        JaynesPhotonSampleArguments.first_events(arguments, events.address());
        JaynesPhotonSampleArguments.paths(arguments, results.address());
        JaynesPhotonSampleArguments.seed(arguments, seed);
        JaynesPhotonSampleArguments.path_count(arguments, paths.rows());
        JaynesPhotonSampleArguments.stride(arguments, stride);
        JaynesPhotonSampleArguments.row(arguments, row);
        JaynesPhotonSampleArguments.purpose(arguments, Philox.purposeAndEvent(Philox.PURPOSE_PHOTON_PATH, 0));
    }

    private static void write(ComplexMatrix paths, int stride, MemorySegment re, MemorySegment im) {
        for (int j = 0; j < paths.columns(); j++) {
            for (int i = 0; i < paths.rows(); i++) {
                re.setAtIndex(ValueLayout.JAVA_DOUBLE, (long) j * stride + i, paths.re(i, j));
                im.setAtIndex(ValueLayout.JAVA_DOUBLE, (long) j * stride + i, paths.im(i, j));
            }
        }
    }

    private static void writeBinomials(MemorySegment binomials) {
        for (int n = 0; n < LARGEST; n++) {
            for (int k = 0; k <= n; k++) {
                binomials.setAtIndex(ValueLayout.JAVA_DOUBLE, n * (n + 1L) / 2 + k, MinorPermanents.binomial(n, k));
            }
        }
    }

    @Override
    public void run(int first, int count, Job job) {
        int together = matrixOfShot == null ? count : 1;
        for (int i = 0; i < count; i += together) {
            runTogether(first + i, together, job);
        }
    }

    private void runTogether(int first, int count, Job job) {
        pending.begin(job, first, count);
        angleEvent = 0;
        for (int left = pending.nextRound(); left > 0; left = pending.nextRound()) {
            drawPhotons(left);
            if (matrixOfShot != null) {
                drawAngles(matrixOfShot);
            }
            JaynesPhotonSampleArguments.shot_count(arguments, left);
            switch (kernels) {
                case CpuKernels cpu -> cpu.library().photonSample(cpu.instructions(), arguments, 0, left);
                case GpuKernels gpu -> GpuChain.draw(gpu, arrays, arguments, results, mostPhotons(left));
            }
            detect(left, job.modes());
        }
    }

    private void drawAngles(LoopMatrix matrix) {
        angle.start(pending.number(0), angleEvent);
        angles.draw(angle);
        angleEvent = angle.event();
        matrix.compute(angles.rotations());
        matrix.write(re, im, stride);
        if (pending.hasClassical(0)) {
            exits = new ExitTable(
                    experiment,
                    Scattering.of(experiment.withNoise(experiment.noise().withAngleNoise(0)), angles.angles()));
        }
    }

    /** Photons of the shot that has most of them. */
    private int mostPhotons(int count) {
        int most = 0;
        for (int i = 0; i < count; i++) {
            int photons = starts.getAtIndex(ValueLayout.JAVA_INT, i + 1) - starts.getAtIndex(ValueLayout.JAVA_INT, i);
            most = Math.max(most, photons);
        }
        return most;
    }

    /** The photons of the pending shots, for the kernels. */
    private void drawPhotons(int count) {
        int at = 0;
        for (int i = 0; i < count; i++) {
            int[] identical = pending.draw(i);
            starts.setAtIndex(ValueLayout.JAVA_INT, i, at);
            shots.setAtIndex(ValueLayout.JAVA_LONG, i, pending.number(i));
            events.setAtIndex(ValueLayout.JAVA_INT, i, pending.event(i));
            for (int mode = 0; mode < identical.length; mode++) {
                for (int k = 0; k < identical[mode]; k++) {
                    columns.setAtIndex(ValueLayout.JAVA_INT, at++, mode);
                }
            }
        }
        starts.setAtIndex(ValueLayout.JAVA_INT, count, at);
    }

    private void detect(int count, int modes) {
        int[] outcome = new int[modes];
        for (int i = 0; i < count; i++) {
            Arrays.fill(outcome, 0);
            int start = starts.getAtIndex(ValueLayout.JAVA_INT, i);
            int end = starts.getAtIndex(ValueLayout.JAVA_INT, i + 1);
            for (int k = start; k < end; k++) {
                int mode = scattering.modeOfPath()[results.getAtIndex(ValueLayout.JAVA_INT, k)];
                if (mode >= 0) {
                    outcome[mode]++;
                }
            }
            // The order takes a draw less than there are photons, the paths one each.
            ShotRandom behind = pending.path(i, pending.event(i) + Math.max(0, 2 * (end - start) - 1));
            pending.detect(i, behind, outcome, exits);
        }
    }
}
