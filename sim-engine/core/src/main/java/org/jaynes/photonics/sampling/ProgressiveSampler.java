package org.jaynes.photonics.sampling;

import org.jaynes.photonics.TimeBinInterferometer;

/**
 * Several loops: the outputs one after the other, each as soon as it is final, from the state of the modes that are still
 * in a loop. The cost of a mode does not depend on how many there are. L. Novák et al., arXiv:2411.16873.
 */
final class ProgressiveSampler implements PathSampler {
    private final WindowSchedule schedule;
    private final double loss;
    private final SplitterAmplitudes[] splitters;
    private final FockWindow window;

    /**
     * @param angles those of the interferometer's circuit, or of one shot with noisy angles
     * @param window where the state is; its tables outlive a shot
     */
    ProgressiveSampler(
            TimeBinInterferometer loops, WindowSchedule schedule, double[] angles, double loss, FockWindow window) {
        this.schedule = schedule;
        this.loss = loss;
        this.window = window;
        int count = loops.bsAngles().size();
        this.splitters = new SplitterAmplitudes[count];
        for (int i = 0; i < count; i++) {
            double phase = loops.psAngles().isEmpty() ? 0 : angles[count + i];
            splitters[i] = new SplitterAmplitudes(angles[i], phase, loops.convention());
        }
    }

    @Override
    public void sample(int[] occupations, ShotRandom random, int[] counts) {
        window.clear();
        for (WindowSchedule.Step step : schedule.steps()) {
            switch (step) {
                case WindowSchedule.Step.Enter(int mode) -> window.enter(occupations[mode]);
                case WindowSchedule.Step.Mix(int splitter, int place, boolean swapped) -> {
                    window.mix(splitters[splitter], place, swapped);
                    if (loss > 0) {
                        window.lose(place, loss, random.next());
                        window.lose(place + 1, loss, random.next());
                    }
                }
                case WindowSchedule.Step.Arrange(int[] order) -> window.arrange(order);
                case WindowSchedule.Step.Measure(int mode, int place, int[] order) -> {
                    double[] marginal = window.marginal(place);
                    int count = ShotRandom.choose(marginal, marginal.length, random.next());
                    counts[mode] += count;
                    window.project(place, count, order, 1 / Math.sqrt(marginal[count]));
                }
            }
        }
    }
}
