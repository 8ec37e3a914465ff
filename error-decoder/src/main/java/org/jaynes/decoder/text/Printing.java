package org.jaynes.decoder.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers and tags as Stim prints them. */
public final class Printing {
    private Printing() {}

    /**
     * Appends a number as C's {@code printf("%.<digits>g")} does: rounded from its exact value, trailing zeros dropped,
     * with an exponent if that is less than -4 or at least {@code digits}.
     */
    public static void appendReal(StringBuilder out, double value, int digits) {
        if (value == (long) value && Math.abs(value) < 1e6) {
            // Covers what nearly all coordinates are; minus zero keeps its sign in C.
            out.append(value == 0 && 1 / value < 0 ? "-" : "").append((long) value);
            return;
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        BigDecimal shortest = rounded.stripTrailingZeros();
        if (exponent >= -4 && exponent < digits) {
            out.append(shortest.toPlainString());
            return;
        }
        String unscaled = shortest.unscaledValue().abs().toString();
        out.append(shortest.signum() < 0 ? "-" : "").append(unscaled.charAt(0));
        if (unscaled.length() > 1) {
            out.append('.').append(unscaled, 1, unscaled.length());
        }
        out.append(exponent < 0 ? "e-" : "e+")
                .append(Math.abs(exponent) < 10 ? "0" : "")
                .append(Math.abs(exponent));
    }

    /** Appends {@code (a, b)} with this many digits each; nothing if there are no arguments. */
    public static void appendArguments(StringBuilder out, double[] arguments, int digits) {
        String separator = "(";
        for (double argument : arguments) {
            out.append(separator);
            appendReal(out, argument, digits);
            separator = ", ";
        }
        out.append(arguments.length == 0 ? "" : ")");
    }

    /** Appends {@code (a, b)} as circuits have it: integers in full, other numbers with 6 digits. */
    public static void appendShortArguments(StringBuilder out, double[] arguments) {
        String separator = "(";
        for (double argument : arguments) {
            out.append(separator);
            if (argument == (long) argument && Math.abs(argument) < 0x1p63) {
                out.append((long) argument);
            } else {
                appendReal(out, argument, 6);
            }
            separator = ", ";
        }
        out.append(arguments.length == 0 ? "" : ")");
    }

    /** Appends {@code [tag]} with escapes; nothing if the tag is empty. */
    public static void appendTag(StringBuilder out, String tag) {
        if (tag.isEmpty()) {
            return;
        }
        out.append('[')
                .append(tag.replace("\\", "\\B")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("]", "\\C"))
                .append(']');
    }
}
