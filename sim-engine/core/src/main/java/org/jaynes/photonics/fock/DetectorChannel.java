package org.jaynes.photonics.fock;

import org.jaynes.photonics.Detector;

/** What losses and detectors make of a distribution of photon numbers: linear maps, mode by mode. */
final class DetectorChannel {
    private DetectorChannel() {}

    /**
     * Every photon survives with a probability; the others join the lost ones.
     *
     * @param basis the modes and the lost photons
     */
    static double[] thin(FockBasis basis, double[] p, double transmission) {
        double[] binomials = binomials(basis.photons(), transmission);
        double[] result = p;
        for (int mode = 0; mode < basis.modes() - 1; mode++) {
            result = thinMode(basis, result, mode, binomials, false);
        }
        return result;
    }

    /** The transpose of {@link #thin}. */
    static double[] thinBackward(FockBasis basis, double[] bar, double transmission) {
        double[] binomials = binomials(basis.photons(), transmission);
        double[] result = bar;
        for (int mode = basis.modes() - 2; mode >= 0; mode--) {
            result = thinMode(basis, result, mode, binomials, true);
        }
        return result;
    }

    /** binomials[n (n + 1) / 2 + k]: the probability that k of n survive. */
    private static double[] binomials(int photons, double transmission) {
        double[] binomials = new double[(photons + 1) * (photons + 2) / 2];
        binomials[0] = 1;
        for (int n = 1; n <= photons; n++) {
            int row = n * (n + 1) / 2;
            int before = row - n;
            for (int k = 0; k <= n; k++) {
                double stays = k < n ? binomials[before + k] * (1 - transmission) : 0;
                double comes = k > 0 ? binomials[before + k - 1] * transmission : 0;
                binomials[row + k] = stays + comes;
            }
        }
        return binomials;
    }

    private static double[] thinMode(FockBasis basis, double[] p, int mode, double[] binomials, boolean backward) {
        double[] result = new double[p.length];
        int[] state = basis.first();
        int rest = basis.modes() - 1;
        for (int i = 0; i < p.length; i++) {
            int n = state[mode];
            int lost = state[rest];
            for (int k = 0; k <= n; k++) {
                state[mode] = k;
                state[rest] = lost + n - k;
                int target = k == n ? i : basis.rank(state);
                double weight = binomials[n * (n + 1) / 2 + k];
                if (backward) {
                    result[i] += weight * p[target];
                } else {
                    result[target] += weight * p[i];
                }
            }
            state[mode] = n;
            state[rest] = lost;
            basis.next(state);
        }
        return result;
    }

    /** The outcomes that detectors can show for the states of a basis with a mode of lost photons. */
    static Outcomes outcomes(FockBasis basis, boolean lossless, Detector detector, boolean darkCounts) {
        int modes = basis.modes() - 1;
        int dark = darkCounts ? 1 : 0;
        return switch (detector) {
            case Detector.PhotonNumber() -> {
                if (!darkCounts) {
                    yield lossless
                            ? new Outcomes.Exactly(new FockBasis(modes, basis.photons()))
                            : new Outcomes.AtMost(basis);
                }
                int radix = basis.photons() + 2;
                yield Math.pow(radix, modes) <= FockBasis.count(modes + 1, basis.photons() + modes)
                        ? new Outcomes.Patterns(modes, radix)
                        : new Outcomes.AtMost(new FockBasis(modes + 1, basis.photons() + modes));
            }
            case Detector.Threshold() -> new Outcomes.Patterns(modes, 2);
            case Detector.Multiplexed(int detectors) ->
                new Outcomes.Patterns(modes, Math.min(detectors, basis.photons() + dark) + 1);
        };
    }

    /** The detectors' answers to photon numbers, without dark counts. */
    static double[] detect(FockBasis basis, double[] p, Detector detector, Outcomes outcomes) {
        double[] result = new double[outcomes.size()];
        eachAnswer(basis, detector, outcomes, (state, outcome, weight) -> result[outcome] += weight * p[state]);
        return result;
    }

    /** The transpose of {@link #detect}. */
    static double[] detectBackward(FockBasis basis, double[] bar, Detector detector, Outcomes outcomes) {
        double[] result = new double[basis.size()];
        eachAnswer(basis, detector, outcomes, (state, outcome, weight) -> result[state] += weight * bar[outcome]);
        return result;
    }

    private interface Answer {
        void add(int state, int outcome, double weight);
    }

    private static void eachAnswer(FockBasis basis, Detector detector, Outcomes outcomes, Answer answer) {
        double[][] responses = new double[basis.photons() + 1][];
        for (int n = 0; n < responses.length; n++) {
            responses[n] = detector.response(n);
        }
        int[] state = basis.first();
        int[] counts = new int[basis.modes() - 1];
        for (int i = 0; i < basis.size(); i++) {
            answers(responses, state, counts, 0, 1, i, outcomes, answer);
            basis.next(state);
        }
    }

    private static void answers(
            double[][] responses,
            int[] state,
            int[] counts,
            int mode,
            double weight,
            int index,
            Outcomes outcomes,
            Answer answer) {
        if (mode == counts.length) {
            // A lossless experiment never has probability in states with lost photons, which are no outcomes then.
            int rank = outcomes.rank(counts);
            if (rank >= 0) {
                answer.add(index, rank, weight);
            }
            return;
        }
        double[] response = responses[state[mode]];
        for (int c = 0; c < response.length; c++) {
            if (response[c] > 0) {
                counts[mode] = c;
                answers(responses, state, counts, mode + 1, weight * response[c], index, outcomes, answer);
            }
        }
    }

    /**
     * In every mode, with a probability, one more photon arrives at the detector.
     *
     * @param backward whether to apply the transpose
     */
    static double[] addDarkCounts(
            Outcomes outcomes, double[] p, double probability, Detector detector, boolean backward) {
        double[] result = p;
        int modes = outcomes.modes();
        for (int step = 0; step < modes; step++) {
            result =
                    addDarkCount(outcomes, result, backward ? modes - 1 - step : step, probability, detector, backward);
        }
        return result;
    }

    private static double[] addDarkCount(
            Outcomes outcomes, double[] p, int mode, double probability, Detector detector, boolean backward) {
        double[] result = new double[p.length];
        int[] counts = new int[outcomes.modes()];
        for (int i = 0; i < p.length; i++) {
            outcomes.read(i, counts);
            double up = probability * chanceToFire(detector, counts[mode]);
            counts[mode]++;
            int target = up > 0 ? outcomes.rank(counts) : -1;
            if (target < 0) {
                result[i] += p[i]; // beyond the highest count, which no photon number reaches
            } else if (backward) {
                result[i] += (1 - up) * p[i] + up * p[target];
            } else {
                result[i] += (1 - up) * p[i];
                result[target] += up * p[i];
            }
        }
        return result;
    }

    /** The probability that one more photon raises a count. */
    static double chanceToFire(Detector detector, int count) {
        return switch (detector) {
            case Detector.PhotonNumber() -> 1;
            case Detector.Threshold() -> count == 0 ? 1 : 0;
            case Detector.Multiplexed(int detectors) -> (double) (detectors - count) / detectors;
        };
    }
}
