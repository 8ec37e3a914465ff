package org.jaynes.decoder.shots;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Stim's result formats; {@code n} is the number of bits per shot. */
public enum ShotFormat {
    /** Text: n characters 0 or 1, then a newline. */
    ZERO_ONE("01"),
    /** Binary: ceil(n / 8) bytes, bit k in byte k / 8 at position k % 8, padding 0. */
    B8("b8"),
    /** Binary: lengths of the runs of zeros before each one, and before a virtual one at position n; 255 goes on. */
    R8("r8"),
    /** Binary: groups of 64 shots; per group n little-endian words of 64 bits, word k holding bit k of each shot. */
    PTB64("ptb64"),
    /** Text: the indices of the ones, joined by commas, then a newline. A reader takes a repeated index as a flip. */
    HITS("hits"),
    /** Text: {@code shot}, then the ones as M, D or L and an index within their kind, then a newline. */
    DETS("dets");

    private final String stimName;

    ShotFormat(String stimName) {
        this.stimName = stimName;
    }

    /** The name on Stim's command line and on Jaynes'. */
    public String stimName() {
        return stimName;
    }

    /**
     * The format of this name.
     *
     * @throws IllegalArgumentException if there is none, with the names there are
     */
    public static ShotFormat named(String stimName) {
        for (ShotFormat format : values()) {
            if (format.stimName.equals(stimName)) {
                return format;
            }
        }
        throw new IllegalArgumentException("unknown result format '%s'; known: %s"
                .formatted(
                        stimName,
                        Arrays.stream(values()).map(ShotFormat::stimName).collect(Collectors.joining(", "))));
    }
}
