package org.jaynes.decoder.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jaynes.decoder.dem.DetectorErrorModel;

/**
 * A random model of edges: boundary edges, parallel edges with other observables, loops, probabilities above one half,
 * decomposed errors.
 */
final class RandomGraphModel {
    final int detectors;
    final int[] observables;
    final List<Mechanism> mechanisms = new ArrayList<>();

    /** An error: one or more edges, each with its ends (-1: boundary) and the positions of its observables. */
    record Mechanism(double probability, List<int[]> ends, List<Integer> masks) {}

    /**
     * @param observables the numbers of the model's observables, at most 4
     * @param likely whether probabilities above one half may occur
     */
    RandomGraphModel(SplittableRandom random, int detectors, int[] observables, boolean likely) {
        this.detectors = detectors;
        this.observables = observables;
        double boundaryShare = random.nextDouble() * 0.6;
        int count = random.nextInt(1, 3 * detectors + 2);
        boolean coarse = random.nextInt(3) == 0;
        for (int i = 0; i < count; i++) {
            int parts = random.nextInt(5) == 0 ? random.nextInt(2, 4) : 1;
            List<int[]> ends = new ArrayList<>();
            List<Integer> masks = new ArrayList<>();
            for (int part = 0; part < parts; part++) {
                int a = random.nextInt(detectors);
                int b = random.nextDouble() < boundaryShare ? -1 : random.nextInt(detectors);
                ends.add(new int[] {a, b});
                masks.add(random.nextInt(3) == 0 ? random.nextInt(1 << observables.length) : 0);
            }
            // Few distinct weights make many ties.
            double probability = coarse
                    ? (random.nextBoolean() ? 0.1 : 0.01)
                    : Math.exp(-random.nextDouble() * 6) * (likely ? 0.8 : 0.5);
            mechanisms.add(new Mechanism(probability, ends, masks));
        }
    }

    DetectorErrorModel model() {
        StringBuilder text = new StringBuilder();
        for (Mechanism mechanism : mechanisms) {
            text.append(String.format(Locale.ROOT, "error(%.17g)", mechanism.probability()));
            for (int part = 0; part < mechanism.ends().size(); part++) {
                text.append(part == 0 ? "" : " ^");
                for (int end : mechanism.ends().get(part)) {
                    if (end >= 0) {
                        text.append(" D").append(end);
                    }
                }
                for (int k = 0; k < observables.length; k++) {
                    if ((mechanism.masks().get(part) >> k & 1) != 0) {
                        text.append(" L").append(observables[k]);
                    }
                }
            }
            text.append('\n');
        }
        text.append("detector D").append(detectors - 1).append('\n');
        for (int observable : observables) {
            text.append("logical_observable L").append(observable).append('\n');
        }
        return DetectorErrorModel.parse(text.toString(), "random model");
    }
}
