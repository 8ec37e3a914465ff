package org.jaynes.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** A JSON file in memory, in which every value knows its place, so that whatever is wrong can be pointed at. */
public final class JsonTree {
    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    private final Path file;
    private final JsonParser parser;

    private JsonTree(Path file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /**
     * A value and where it starts.
     *
     * @param content a map of values by name, a list of values, a string, a long, a double, a boolean, or null
     */
    public record Value(
            Path file, int line, int column, @Nullable Object content) {
        /** An exception that points here. */
        public InputException wrong(String message) {
            return new InputException(file, line, column, message);
        }

        private InputException unexpected(String expected) {
            String found = switch (content) {
                case Map<?, ?> _ -> "an object";
                case List<?> _ -> "a list";
                case String text -> "\"" + text + "\"";
                case null -> "null";
                default -> content.toString();
            };
            return wrong("found " + found + "; expected " + expected);
        }

        /** The fields of an object that may have only these. */
        public Map<String, Value> object(Set<String> names) {
            if (!(content instanceof Map<?, ?> map)) {
                throw unexpected("an object");
            }
            Map<String, Value> fields = new LinkedHashMap<>();
            map.forEach((name, value) -> {
                if (!names.contains(name.toString())) {
                    throw ((Value) value).wrong("unknown field '%s'; expected one of %s".formatted(name, names));
                }
                fields.put(name.toString(), (Value) value);
            });
            return fields;
        }

        /** The elements of a list. */
        public List<Value> list() {
            if (!(content instanceof List<?> elements)) {
                throw unexpected("a list");
            }
            return elements.stream().map(element -> (Value) element).toList();
        }

        /** A string. */
        public String text() {
            if (!(content instanceof String text)) {
                throw unexpected("a string");
            }
            return text;
        }

        /** A number. */
        public double number() {
            if (!(content instanceof Number number)) {
                throw unexpected("a number");
            }
            return number.doubleValue();
        }

        /** A whole number; one that is written with a point, such as 3.0, is as good. */
        public long wholeLong() {
            double number = number();
            if (content instanceof Long whole) {
                return whole;
            }
            if (number != Math.rint(number) || Math.abs(number) > 1L << 53) {
                throw unexpected("a whole number");
            }
            return (long) number;
        }

        /** A whole number that fits an int. */
        public int whole() {
            long number = wholeLong();
            if (number != (int) number) {
                throw unexpected("a whole number up to " + Integer.MAX_VALUE);
            }
            return (int) number;
        }

        /** True or false. */
        public boolean truth() {
            if (!(content instanceof Boolean truth)) {
                throw unexpected("true or false");
            }
            return truth;
        }
    }

    /**
     * Reads a file with one value.
     *
     * @throws InputException with line and column of what is not JSON
     */
    public static Value read(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            JsonTree tree = new JsonTree(file, parser);
            if (parser.nextToken() == null) {
                throw new InputException(file, 1, 1, "the file is empty; expected an object");
            }
            Value value = tree.value();
            if (parser.nextToken() != null) {
                throw tree.here(null).wrong("text after the end of the object");
            }
            return value;
        } catch (JacksonException e) {
            TokenStreamLocation place = e.getLocation();
            throw new InputException(
                    file,
                    Math.max(1, place.getLineNr()),
                    Math.max(1, place.getColumnNr()),
                    "not JSON: " + e.getOriginalMessage());
        }
    }

    private Value here(@Nullable Object content) {
        TokenStreamLocation place = parser.currentTokenLocation();
        return new Value(file, place.getLineNr(), place.getColumnNr(), content);
    }

    /** The value whose first token is the current one. */
    private Value value() {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object();
            case START_ARRAY -> {
                List<Value> elements = new ArrayList<>();
                Value place = here(elements);
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value());
                }
                yield place;
            }
            case VALUE_STRING -> here(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> here(number());
            case VALUE_TRUE -> here(true);
            case VALUE_FALSE -> here(false);
            default -> here(null);
        };
    }

    private Number number() {
        String text = parser.getString();
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && text.length() < 19) {
            return Long.valueOf(text);
        }
        double number = Double.parseDouble(text);
        if (!Double.isFinite(number)) {
            throw here(null).wrong(text + " is too large for a double");
        }
        return number;
    }

    private Value object() {
        Map<String, Value> fields = new LinkedHashMap<>();
        Value place = here(fields);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            Value key = here(null);
            parser.nextToken();
            if (fields.put(name, value()) != null) {
                throw key.wrong("the field \"" + name + "\" is there twice; expected it once");
            }
        }
        return place;
    }
}
