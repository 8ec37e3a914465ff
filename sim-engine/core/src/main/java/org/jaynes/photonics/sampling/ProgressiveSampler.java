package org.jaynes.photonics.sampling;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.jaynes.photonics.TimeBinInterferometer;

/**
 * Several loops: the outputs one after the other, each as soon as it is final, from the state of what is stored in the
 * loops. The cost of a mode does not depend on how many there are. L. Novák et al., arXiv:2411.16873.
 *
 * <p>Every time step has outcomes: how many photons leave, and how many are lost at each of its beam splitters. They are
 * tried one after the other, cheap and likely ones first, each with all that it does to the state, until their
 * probabilities exceed a random number: the state that is wanted is then there.
 */
final class ProgressiveSampler implements PathSampler {
    private final TimeBinInterferometer loops;
    private final WindowSchedule schedule;
    private final Rotations rotations;
    private final boolean anglesStay;
    private final double loss;
    private final Window window;
    private final LinearStep[] optics;
    private final StepAmplitudes amplitudes = new StepAmplitudes();
    private final StepMatrix.Builder builder = new StepMatrix.Builder();
    /** For the matrix of an attempt that is not kept. */
    private MemorySegment scratch = MemorySegment.NULL;

    /**
     * @param rotations of the circuit's parameters; read in every shot
     * @param anglesStay whether they stay the same, so that matrices are kept
     * @param window where the state is
     */
    ProgressiveSampler(
            TimeBinInterferometer loops,
            WindowSchedule schedule,
            Rotations rotations,
            boolean anglesStay,
            double loss,
            Window window) {
        this.loops = loops;
        this.schedule = schedule;
        this.rotations = rotations;
        this.anglesStay = anglesStay;
        this.loss = loss;
        this.window = window;
        this.optics = schedule.steps().stream()
                .map(step -> LinearStep.of(loops, step, rotations, loss))
                .toArray(LinearStep[]::new);
    }

    @Override
    public void sample(int[] occupations, ShotRandom random, int[] counts) {
        List<WindowSchedule.Step> steps = schedule.steps();
        if (steps.isEmpty()) {
            Arrays.setAll(counts, mode -> counts[mode] + occupations[mode]);
            return;
        }
        window.clear(steps.getFirst());
        for (int i = 0; i < steps.size(); i++) {
            WindowSchedule.Step step = steps.get(i);
            if (step.turn() != null) {
                window.turn(step.turn(), steps.get(i - 1));
            }
            if (!anglesStay) {
                optics[i] = LinearStep.of(loops, step, rotations, loss);
            }
            int arriving = step.arriving() < 0 ? 0 : occupations[step.arriving()];
            int leaving = new Draw(step, optics[i], arriving).run(random);
            if (step.leaving() >= 0) {
                counts[step.leaving()] += leaving;
            }
        }
    }

    private MemorySegment scratch(long bytes) {
        if (scratch.byteSize() < bytes) {
            scratch = WindowTables.memory(2 * bytes);
        }
        return scratch;
    }

    /** The outcome of a step. */
    private final class Draw {
        private final WindowSchedule.Step step;
        private final LinearStep linear;
        private final int arriving;
        private final int total;
        /** Photons that leave, then those that are lost in each place. */
        private final int[] outcome;

        private boolean begun;
        private int[] last;
        private double threshold;
        private double sum;

        Draw(WindowSchedule.Step step, LinearStep linear, int arriving) {
            this.step = step;
            this.linear = linear;
            this.arriving = arriving;
            this.total = window.photons() + arriving;
            this.outcome = new int[1 + linear.losses()];
            this.last = outcome;
        }

        int run(ShotRandom random) {
            int most = step.leaving() < 0 ? 0 : total;
            if (most == 0 && linear.losses() == 0) {
                attempt();
                window.take(step);
                return 0;
            }
            threshold = random.next() * window.norm();
            for (int lost = 0; lost <= (linear.losses() == 0 ? 0 : total); lost++) {
                if (lose(1, lost, most)) {
                    window.take(step);
                    return outcome[0];
                }
            }
            // Rounding has left none: the last one that there can be.
            System.arraycopy(last, 0, outcome, 0, outcome.length);
            attempt();
            window.take(step);
            return outcome[0];
        }

        /** All ways to lose some photons in the places from one on; whether the outcome was found. */
        private boolean lose(int place, int lost, int most) {
            if (place == outcome.length) {
                return lost == 0 && leave(most);
            }
            for (int here = lost; here >= 0; here--) {
                outcome[place] = here;
                if (lose(place + 1, lost - here, most)) {
                    return true;
                }
            }
            outcome[place] = 0;
            return false;
        }

        /** All numbers that leave: one more than arrive, fewer and fewer, which makes larger states, at last still more. */
        private boolean leave(int most) {
            int first = arriving == 0 ? 0 : arriving + 1;
            for (int n = Math.min(most, first); n >= 0; n--) {
                if (exceeds(n)) {
                    return true;
                }
            }
            for (int n = first + 1; n <= most; n++) {
                if (exceeds(n)) {
                    return true;
                }
            }
            return false;
        }

        private boolean exceeds(int leaving) {
            outcome[0] = leaving;
            if (leaving + lost() > total) {
                return false;
            }
            double p = attempt();
            sum += p;
            if (p > 0) {
                last = outcome.clone();
            }
            return sum > threshold;
        }

        private int lost() {
            int lost = 0;
            for (int place = 1; place < outcome.length; place++) {
                lost += outcome[place];
            }
            return lost;
        }

        /** Makes the state that belongs to the outcome; returns its squared norm. */
        private double attempt() {
            return window.attempt(step, anglesStay ? kept() : matrix(true));
        }

        private StepMatrix kept() {
            List<Integer> lost = lost() == 0
                    ? List.of()
                    : Arrays.stream(outcome).skip(1).boxed().toList();
            WindowTables.MatrixKey key = new WindowTables.MatrixKey(step.time(), arriving, outcome[0], lost);
            StepMatrix known = window.tables().matrix(key, window.photons());
            if (known != null) {
                return known;
            }
            if (!window.tables().hasRoom()) {
                return matrix(true);
            }
            StepMatrix made = matrix(false);
            window.tables().keep(key, made);
            return made;
        }

        private StepMatrix matrix(boolean fleeting) {
            if (!begun || !amplitudes.holds(outcome)) {
                // The next outcomes too, in which as few as none leave, or one, which is often tried after none.
                int[] counts = outcome.clone();
                counts[0] = Math.max(counts[0], step.leaving() < 0 ? 0 : Math.min(arriving + 1, total));
                amplitudes.begin(linear, arriving, counts);
                begun = true;
            }
            return builder.build(
                    amplitudes,
                    outcome,
                    window.photons(),
                    fleeting ? ProgressiveSampler.this::scratch : WindowTables::memory);
        }
    }
}
