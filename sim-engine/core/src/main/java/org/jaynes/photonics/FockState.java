package org.jaynes.photonics;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Photon numbers of the modes of an interferometer: an input, or an outcome of detectors. Immutable.
 *
 * <p>As text, one digit a mode, mode 0 first ({@code 0210}); modes are separated by commas when one of them holds 10
 * photons or more ({@code 0,12,1,0}).
 */
public final class FockState {
    private final int[] occupations;
    private final int photons;

    private FockState(int[] occupations) {
        this.occupations = occupations;
        this.photons = Arrays.stream(occupations).reduce(0, Math::addExact);
    }

    /**
     * A state from the photon number of each mode.
     *
     * @throws ExperimentException if there is no mode, or a number is negative
     */
    public static FockState of(int... occupations) {
        if (occupations.length == 0) {
            throw new ExperimentException("a Fock state needs at least one mode");
        }
        for (int mode = 0; mode < occupations.length; mode++) {
            if (occupations[mode] < 0) {
                throw new ExperimentException(
                        "mode %d has %d photons; expected 0 or more".formatted(mode, occupations[mode]));
            }
        }
        return new FockState(occupations.clone());
    }

    /** Reads the text of {@link #toString}. */
    public static FockState parse(String text) {
        try {
            return text.indexOf(',') >= 0
                    ? of(Arrays.stream(text.split(",", -1))
                            .mapToInt(part -> Integer.parseInt(part.strip()))
                            .toArray())
                    : of(text.chars().map(FockState::digit).toArray());
        } catch (NumberFormatException e) {
            throw new ExperimentException(
                    "'%s' is no Fock state; expected photon numbers such as 0210 or 0,12,1,0".formatted(text));
        }
    }

    private static int digit(int character) {
        if (character < '0' || character > '9') {
            throw new NumberFormatException();
        }
        return character - '0';
    }

    public int modes() {
        return occupations.length;
    }

    /** The sum over the modes. */
    public int photons() {
        return photons;
    }

    /** The number of photons in a mode. */
    public int photonsIn(int mode) {
        return occupations[mode];
    }

    /** The photon numbers by mode; a copy. */
    public int[] occupations() {
        return occupations.clone();
    }

    /** The mode of every photon, ascending: {@code 0210} gives 1, 1, 2. */
    public int[] photonModes() {
        int[] modes = new int[photons];
        int k = 0;
        for (int mode = 0; mode < occupations.length; mode++) {
            Arrays.fill(modes, k, k + occupations[mode], mode);
            k += occupations[mode];
        }
        return modes;
    }

    /** Whether a mode holds more than one photon. */
    public boolean isBunched() {
        return Arrays.stream(occupations).anyMatch(n -> n > 1);
    }

    /** The product of the factorials of the photon numbers; exact to 18!, then rounded. */
    public double factorials() {
        double product = 1;
        for (int n : occupations) {
            for (int k = 2; k <= n; k++) {
                product *= k;
            }
        }
        return product;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FockState state && Arrays.equals(occupations, state.occupations);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(occupations);
    }

    @Override
    public String toString() {
        boolean digits = Arrays.stream(occupations).allMatch(n -> n < 10);
        return Arrays.stream(occupations).mapToObj(Integer::toString).collect(Collectors.joining(digits ? "" : ","));
    }
}
