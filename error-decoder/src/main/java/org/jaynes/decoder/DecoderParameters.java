package org.jaynes.decoder;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Parameters by name, as a command line gives them, read one by one by the decoder that they are for. What nobody reads
 * is refused in the end.
 */
public final class DecoderParameters {
    private final String decoder;
    private final Map<String, String> given;
    private final Set<String> known = new LinkedHashSet<>();

    DecoderParameters(String decoder, Map<String, String> given) {
        this.decoder = decoder;
        this.given = given;
    }

    /**
     * A whole number.
     *
     * @param fallback if none is given
     * @param least smallest value allowed
     * @param greatest greatest value allowed
     */
    public int integer(String name, int fallback, int least, int greatest) {
        String text = text(name, "");
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= greatest) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, with the range.
        }
        throw fault(name, text, "a whole number from %d to %d".formatted(least, greatest));
    }

    /**
     * A number.
     *
     * @param fallback if none is given
     * @param least smallest value allowed
     * @param greatest greatest value allowed
     */
    public double number(String name, double fallback, double least, double greatest) {
        String text = text(name, "");
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            double value = Double.parseDouble(text);
            if (value >= least && value <= greatest) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, with the range.
        }
        throw fault(name, text, "a number from %s to %s".formatted(least, greatest));
    }

    /** A word or file name. */
    public String text(String name, String fallback) {
        known.add(name);
        return given.getOrDefault(name, fallback);
    }

    /** A fault of a parameter, to be thrown. */
    public DecoderParameterException fault(String name, String value, String expected) {
        return new DecoderParameterException(
                "decoder %s: parameter %s is '%s'; expected %s".formatted(decoder, name, value, expected));
    }

    /** Refuses parameters that were given and that no method above has been asked for. */
    void refuseUnknown() {
        for (String name : given.keySet()) {
            if (!known.contains(name)) {
                throw new DecoderParameterException("decoder %s has no parameter %s; it has %s"
                        .formatted(decoder, name, known.isEmpty() ? "none" : String.join(", ", known)));
            }
        }
    }
}
