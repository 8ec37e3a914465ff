package org.jaynes.photonics.sampling;

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
    private final WindowSchedule schedule;
    private final Window window;
    private final LinearStep[] optics;
    private final boolean anglesStay;
    private WindowTables matrices;

    /**
     * @param angles those of the interferometer's circuit, or of one shot with noisy angles
     * @param anglesStay whether the window's tables hold for these angles
     * @param window where the state is
     */
    ProgressiveSampler(
            TimeBinInterferometer loops,
            WindowSchedule schedule,
            double[] angles,
            boolean anglesStay,
            double loss,
            Window window) {
        this.schedule = schedule;
        this.window = window;
        this.anglesStay = anglesStay;
        this.matrices = window.tables();
        this.optics = schedule.steps().stream()
                .map(step -> LinearStep.of(loops, step, angles, loss))
                .toArray(LinearStep[]::new);
    }

    @Override
    public void sample(int[] occupations, ShotRandom random, int[] counts) {
        List<WindowSchedule.Step> steps = schedule.steps();
        if (!anglesStay) {
            matrices = new WindowTables();
        }
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
            int arriving = step.arriving() < 0 ? 0 : occupations[step.arriving()];
            int leaving = new Draw(step, optics[i], arriving).run(random);
            if (step.leaving() >= 0) {
                counts[step.leaving()] += leaving;
            }
        }
    }

    /** The outcome of a step. */
    private final class Draw {
        private final WindowSchedule.Step step;
        private final LinearStep linear;
        private final int arriving;
        private final int total;
        /** Photons that leave, then those that are lost in each place. */
        private final int[] outcome;

        private int[] likeliest;
        private double threshold;
        private double sum;

        Draw(WindowSchedule.Step step, LinearStep linear, int arriving) {
            this.step = step;
            this.linear = linear;
            this.arriving = arriving;
            this.total = window.photons() + arriving;
            this.outcome = new int[1 + linear.losses()];
            this.likeliest = outcome.clone();
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
            System.arraycopy(likeliest, 0, outcome, 0, outcome.length);
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
            if (Arrays.stream(outcome).sum() > total) {
                return false;
            }
            double p = attempt();
            sum += p;
            if (p > 0) {
                likeliest = outcome.clone();
            }
            return sum > threshold;
        }

        /** Makes the state that belongs to the outcome; returns its squared norm. */
        private double attempt() {
            int photons = window.photons();
            StepMatrix matrix = matrices.matrix(
                    step.time(),
                    arriving,
                    outcome,
                    photons,
                    () -> new StepAmplitudes(linear, arriving, outcome),
                    linear.kept());
            return window.attempt(step, matrix);
        }
    }
}
