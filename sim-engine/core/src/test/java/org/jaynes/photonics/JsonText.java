package org.jaynes.photonics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A reader for the JSON of the test data, which is known to be well-formed: maps, lists, strings, doubles, booleans. */
public final class JsonText {
    private final String text;
    private int at;

    private JsonText(String text) {
        this.text = text;
    }

    /** An object of JSON. */
    public record JsonObject(Map<?, ?> fields) {
        public boolean has(String name) {
            return fields.containsKey(name);
        }

        public Object get(String name) {
            return Objects.requireNonNull(fields.get(name), name);
        }

        public String text(String name) {
            return get(name).toString();
        }

        public double number(String name) {
            return (double) get(name);
        }

        public List<?> list(String name) {
            return (List<?>) get(name);
        }

        public double[] numbers(String name) {
            return JsonText.numbers(get(name));
        }

        /** Rows of numbers. */
        public double[][] rows(String name) {
            return list(name).stream().map(JsonText::numbers).toArray(double[][]::new);
        }

        public List<Double> doubles(String name) {
            return Arrays.stream(numbers(name)).boxed().toList();
        }
    }

    /** The object in a resource of this package. */
    public static JsonObject resource(String name) {
        try (InputStream in = JsonText.class.getResourceAsStream("/org/jaynes/photonics/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + name);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new JsonObject((Map<?, ?>) new JsonText(text).value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The object in a file. */
    static JsonObject file(Path file) throws IOException {
        return new JsonObject((Map<?, ?>) new JsonText(Files.readString(file)).value());
    }

    private static double[] numbers(Object list) {
        return ((List<?>) list).stream().mapToDouble(x -> (Double) x).toArray();
    }

    private Object value() {
        skipBlanks();
        return switch (text.charAt(at)) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            default -> word();
        };
    }

    private Map<String, Object> object() {
        Map<String, Object> map = new LinkedHashMap<>();
        for (at++; !isAt('}'); skip(',')) {
            String key = (String) value();
            skip(':');
            map.put(key, value());
        }
        at++;
        return map;
    }

    private List<Object> array() {
        List<Object> list = new ArrayList<>();
        for (at++; !isAt(']'); skip(',')) {
            list.add(value());
        }
        at++;
        return list;
    }

    private String string() {
        int end = text.indexOf('"', at + 1);
        String string = text.substring(at + 1, end);
        at = end + 1;
        return string;
    }

    private Object word() {
        int start = at;
        while (",]} \n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        return word.equals("true") || word.equals("false") ? (Object) Boolean.valueOf(word) : Double.valueOf(word);
    }

    private void skipBlanks() {
        while (" \n\t\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean isAt(char c) {
        skipBlanks();
        return text.charAt(at) == c;
    }

    private void skip(char c) {
        if (isAt(c)) {
            at++;
        }
    }
}
