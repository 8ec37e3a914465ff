package org.jaynes.decoder.experiments;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What is known of a task beside its circuit, such as distance and noise, for tables and plots.
 *
 * @param values numbers ({@link Long}, {@link Double}) and strings by name; the order matters for {@link Task#strongId}
 */
public record Metadata(Map<String, Object> values) {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,18}");
    private static final Pattern REAL = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?");

    /** Python prints numbers from here on, and below the next, with an exponent. */
    private static final double LARGE = 1e16;

    private static final double SMALL = 1e-4;

    public Metadata {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        for (Map.Entry<String, Object> entry : values.entrySet()) {
            Object value = entry.getValue();
            boolean known = value instanceof Long
                    || value instanceof String
                    || (value instanceof Double real && Double.isFinite(real));
            if (!known) {
                throw new IllegalArgumentException("metadata %s is '%s'; expected a Long, a finite Double or a String"
                        .formatted(entry.getKey(), value));
            }
        }
    }

    /**
     * Reads names such as {@code d=5,p=0.001.stim}, as sinter does; {@code {"path": path}} for a file that is not named
     * so.
     */
    public static Metadata ofPath(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        Map<String, Object> values = new LinkedHashMap<>();
        for (String term : (dot < 0 ? name : name.substring(0, dot)).split(",", -1)) {
            String[] parts = term.split("=", -1);
            if (parts.length != 2) {
                return new Metadata(Map.of("path", path));
            }
            values.put(parts[0], valueOf(parts[1]));
        }
        return new Metadata(values);
    }

    private static Object valueOf(String text) {
        if (WHOLE.matcher(text).matches()) {
            return Long.parseLong(text);
        }
        if (REAL.matcher(text).matches() && Double.isFinite(Double.parseDouble(text))) {
            return Double.parseDouble(text);
        }
        return text;
    }

    /** JSON as the files have it: keys in order, no blanks. */
    public String toJson() {
        return json(new TreeMap<>(values), ",", ":");
    }

    /** JSON as Python's {@code json.dumps} writes it, which goes into the identity of a task. */
    String toPythonJson() {
        return json(values, ", ", ": ");
    }

    private static String json(Map<String, Object> values, String comma, String colon) {
        StringBuilder out = new StringBuilder("{");
        values.forEach((name, value) -> {
            out.append(out.length() > 1 ? comma : "");
            appendString(out, name);
            out.append(colon);
            switch (value) {
                case Double real -> out.append(pythonReal(real));
                case Long whole -> out.append(whole.longValue());
                default -> appendString(out, value.toString());
            }
        });
        return out.append('}').toString();
    }

    /** The shortest digits that give the number back, placed as Python places them. */
    private static String pythonReal(double value) {
        double size = Math.abs(value);
        BigDecimal digits = new BigDecimal(Double.toString(value));
        if (size != 0 && (size < SMALL || size >= LARGE)) {
            BigDecimal stripped = digits.stripTrailingZeros();
            String unscaled = stripped.unscaledValue().abs().toString();
            int exponent = unscaled.length() - 1 - stripped.scale();
            String mantissa =
                    unscaled.length() == 1 ? unscaled : unscaled.substring(0, 1) + "." + unscaled.substring(1);
            return "%s%se%s%02d"
                    .formatted(value < 0 ? "-" : "", mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
        }
        String plain = digits.toPlainString();
        return plain.contains(".") ? plain : plain + ".0";
    }

    /** Appends a string in quotes, everything but printable ASCII escaped. */
    static void appendString(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ' || c > '~') {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
