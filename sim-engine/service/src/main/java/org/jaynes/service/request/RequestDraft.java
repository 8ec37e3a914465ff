package org.jaynes.service.request;

import java.security.SecureRandom;
import java.util.Arrays;
import org.jaynes.service.Limits;
import org.jaynes.service.SamplingRequest;
import org.jspecify.annotations.Nullable;

/** The fields of a request while they are read, in any order, and the rules that they must keep together. */
final class RequestDraft {
    private static final SecureRandom SEEDS = new SecureRandom();
    private static final int SHOT_PUNCTUATION = 3; // two quotes and a comma around the digits of a shot

    /** That a shot must show all photons of the input. */
    static final int ALL_PHOTONS = -1;

    private final Limits limits;
    private int @Nullable [] inputState;
    private int @Nullable [] loopLengths;
    private double @Nullable [] bsAngles;
    private double[] psAngles = {};
    private int samples;
    private int leastPhotons;
    private long seed = -1;

    RequestDraft(Limits limits, int defaultSamples) {
        this.limits = limits;
        this.samples = defaultSamples;
    }

    /** Reads the value of a field that all dialects have; false if the field is none of these. */
    boolean take(JsonInput input, String name) throws RefusedException {
        int angles = limits.modes() * limits.loops();
        switch (name) {
            case "input_state" -> inputState = input.integers(limits.modes());
            case "loop_lengths" -> loopLengths = input.integers(limits.loops());
            case "bs_angles" -> bsAngles = input.numbers(angles);
            case "ps_angles" -> psAngles = input.numbers(angles);
            case "n_samples" -> samples = input.integer();
            case "seed" -> {
                seed = input.longInteger();
                if (seed < 0) {
                    throw RefusedException.invalid("seed: expected 0 or more, got " + seed);
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Shots with fewer photons are drawn again; {@link #ALL_PHOTONS} for those of the input. */
    void leastPhotons(int value) {
        leastPhotons = value;
    }

    /** The request, whole and consistent; draws a seed if none was given. */
    SamplingRequest finish() throws RefusedException {
        int[] input = present("input_state", inputState);
        int[] loops = present("loop_lengths", loopLengths);
        double[] angles = present("bs_angles", bsAngles);
        int photons = checkInput(input);
        int expected = checkLoops(loops, input.length);
        if (angles.length != expected) {
            throw RefusedException.invalid("bs_angles: expected %d values for %d modes and loops %s, got %d"
                    .formatted(expected, input.length, Arrays.toString(loops), angles.length));
        }
        if (psAngles.length != 0 && psAngles.length != expected) {
            throw RefusedException.invalid("ps_angles: expected %d values, as many as bs_angles, or none; got %d"
                    .formatted(expected, psAngles.length));
        }
        checkSamples(input.length);
        int least = leastPhotons == ALL_PHOTONS ? photons : leastPhotons;
        if (least < 0 || least > photons) {
            throw RefusedException.invalid(
                    "postselection_threshold: expected 1 to %d, the photons of input_state; got %d"
                            .formatted(photons, least));
        }
        long drawn = seed >= 0 ? seed : SEEDS.nextLong() >>> 1;
        return new SamplingRequest(input, loops, angles, psAngles, samples, least, drawn);
    }

    private int checkInput(int[] input) throws RefusedException {
        if (input.length == 0) {
            throw RefusedException.invalid("input_state: expected a photon number for each mode, got none");
        }
        int photons = 0;
        for (int mode = 0; mode < input.length; mode++) {
            if (input[mode] < 0) {
                throw RefusedException.invalid(
                        "input_state[%d]: expected 0 or more photons, got %d".formatted(mode, input[mode]));
            }
            if (input[mode] > limits.photons() - photons) {
                throw RefusedException.invalid("input_state: more than %d photons, the most that this service takes"
                        .formatted(limits.photons()));
            }
            photons += input[mode];
        }
        return photons;
    }

    /** Returns the number of beam splitters. */
    private static int checkLoops(int[] loops, int modes) throws RefusedException {
        int beamSplitters = 0;
        for (int loop = 0; loop < loops.length; loop++) {
            if (loops[loop] < 1 || loops[loop] > modes) {
                throw RefusedException.invalid("loop_lengths[%d]: expected 1 to %d, the number of modes; got %d"
                        .formatted(loop, modes, loops[loop]));
            }
            beamSplitters += modes - loops[loop];
        }
        return beamSplitters;
    }

    private void checkSamples(int modes) throws RefusedException {
        if (samples < 1 || samples > limits.samples()) {
            throw RefusedException.invalid("n_samples: expected 1 to %d, got %d".formatted(limits.samples(), samples));
        }
        long bytes = (long) samples * (modes + SHOT_PUNCTUATION);
        if (bytes > limits.resultBytes()) {
            throw RefusedException.invalid(
                    "n_samples: %d shots of %d modes make a result of %d bytes, more than %d; take fewer at once"
                            .formatted(samples, modes, bytes, limits.resultBytes()));
        }
    }

    private static <T> T present(String name, @Nullable T value) throws RefusedException {
        if (value == null) {
            throw RefusedException.invalid(name + ": missing");
        }
        return value;
    }
}
