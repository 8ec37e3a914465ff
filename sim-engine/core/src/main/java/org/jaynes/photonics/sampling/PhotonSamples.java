package org.jaynes.photonics.sampling;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jaynes.photonics.FockState;

/** The outcomes of shots, in their order. Memory: two bytes a mode and shot. */
public final class PhotonSamples {
    private final int modes;
    private final short[] counts;
    private final SamplingAlgorithm algorithm;
    private final double acceptance;

    PhotonSamples(int modes, short[] counts, SamplingAlgorithm algorithm, double acceptance) {
        this.modes = modes;
        this.counts = counts;
        this.algorithm = algorithm;
        this.acceptance = acceptance;
    }

    public int modes() {
        return modes;
    }

    public int shots() {
        return counts.length / modes;
    }

    /** What the detector of a mode showed in a shot. */
    public int count(int shot, int mode) {
        return counts[shot * modes + mode];
    }

    /** The outcome of a shot. */
    public FockState outcome(int shot) {
        int[] outcome = new int[modes];
        for (int mode = 0; mode < modes; mode++) {
            outcome[mode] = count(shot, mode);
        }
        return FockState.of(outcome);
    }

    /** The outcomes of all shots, in their order; made when they are asked for. */
    public List<FockState> outcomes() {
        return new AbstractList<>() {
            @Override
            public FockState get(int shot) {
                return outcome(shot);
            }

            @Override
            public int size() {
                return shots();
            }
        };
    }

    /** The outcomes as text, one string a shot, in their order; made when they are asked for. */
    public List<String> results() {
        return new AbstractList<>() {
            @Override
            public String get(int shot) {
                return text(shot);
            }

            @Override
            public int size() {
                return shots();
            }
        };
    }

    /** As {@link FockState#toString}, without the detour. */
    private String text(int shot) {
        char[] digits = new char[modes];
        for (int mode = 0; mode < modes; mode++) {
            int count = count(shot, mode);
            if (count > 9) {
                return outcome(shot).toString();
            }
            digits[mode] = (char) ('0' + count);
        }
        return new String(digits);
    }

    /** How often each outcome was seen, in descending lexicographic order of the outcomes. */
    public Map<FockState, Integer> histogram() {
        Map<FockState, Integer> seen = new HashMap<>();
        outcomes().forEach(outcome -> seen.merge(outcome, 1, Integer::sum));
        TreeMap<FockState, Integer> ordered = new TreeMap<>(PhotonSamples::compareDescending);
        ordered.putAll(seen);
        return new LinkedHashMap<>(ordered);
    }

    private static int compareDescending(FockState a, FockState b) {
        return Arrays.compare(b.occupations(), a.occupations());
    }

    /** The mean count of every mode. */
    public double[] means() {
        double[] means = new double[modes];
        for (int i = 0; i < counts.length; i++) {
            means[i % modes] += (double) counts[i] / shots();
        }
        return means;
    }

    /** How the shots were drawn. */
    public SamplingAlgorithm algorithm() {
        return algorithm;
    }

    /** The share of the drawn shots that post-selection kept: 1 without one. */
    public double acceptance() {
        return acceptance;
    }
}
