package org.jaynes.service.request;

import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * One JSON document, read token by token, so that a wrong one is refused where it goes wrong and nothing is built from
 * it. Refusals name the field that was being read.
 */
final class JsonInput implements AutoCloseable {
    /** What no honest request comes near; deeper or longer ones end before they take memory. */
    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(8)
            .maxNumberLength(100)
            .maxNameLength(100)
            .maxStringLength(1_000)
            .build();

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(CONSTRAINTS)
            .build();

    private static final int SHOWN_CHARACTERS = 40;

    private final JsonParser parser;
    private String field = "body";

    JsonInput(byte[] text, int offset, int length) {
        this.parser = FACTORY.createParser(ObjectReadContext.empty(), text, offset, length);
    }

    /** What is done with each field of an object: it reads the value, or refuses the field. */
    @FunctionalInterface
    interface FieldHandler {
        void read(String name) throws RefusedException;
    }

    /** The whole document: an object, or a list that holds one object and nothing else. */
    void document(FieldHandler handler) throws RefusedException {
        try {
            readDocument(handler);
        } catch (StreamConstraintsException e) {
            throw RefusedException.invalid(
                    "%s: the JSON is nested deeper than %d levels, or a number, a name or a string in it is too long"
                            .formatted(field, CONSTRAINTS.getMaxNestingDepth()));
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            String where = at == null ? "" : " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
            throw RefusedException.invalid("%s: not valid JSON%s: %s".formatted(field, where, e.getOriginalMessage()));
        }
    }

    private void readDocument(FieldHandler handler) throws RefusedException {
        boolean inList = next() == JsonToken.START_ARRAY;
        if (inList) {
            next();
        }
        object(handler);
        if (inList && next() != JsonToken.END_ARRAY) {
            throw RefusedException.invalid("body: expected a list of one object, got several elements");
        }
        if (parser.nextToken() != null) {
            throw RefusedException.invalid("body: expected one JSON object, got more after it");
        }
    }

    /** The object that begins with the current token. */
    void object(FieldHandler handler) throws RefusedException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw wrong("an object");
        }
        String outer = field;
        while (next() != JsonToken.END_OBJECT) {
            field = parser.currentName();
            next();
            handler.read(field);
            field = outer;
        }
    }

    boolean isNull() {
        return parser.currentToken() == JsonToken.VALUE_NULL;
    }

    String text() throws RefusedException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw wrong("a string");
        }
        return parser.getString();
    }

    boolean truth() throws RefusedException {
        return switch (parser.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> throw wrong("true or false");
        };
    }

    int integer() throws RefusedException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                || parser.getNumberType() != JsonParser.NumberType.INT) {
            throw wrong("a whole number of at most 31 bits");
        }
        return parser.getIntValue();
    }

    long longInteger() throws RefusedException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw wrong("a whole number of at most 63 bits");
        }
        return parser.getLongValue();
    }

    private double number() throws RefusedException {
        if (isNull()) {
            throw wrong("a finite number (CUDA-Q sends NaN and infinity as null)");
        }
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                && parser.currentToken() != JsonToken.VALUE_NUMBER_FLOAT) {
            throw wrong("a number");
        }
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw wrong("a finite number");
        }
        return value;
    }

    /** A list of whole numbers, refused when it is longer than {@code most}. */
    int[] integers(int most) throws RefusedException {
        int[] values = new int[16];
        int count = 0;
        String name = startList("a list of whole numbers");
        while (nextElement(name, count, most)) {
            values = count == values.length ? Arrays.copyOf(values, 2 * count) : values;
            values[count++] = integer();
        }
        return Arrays.copyOf(values, count);
    }

    /** A list of finite numbers, refused when it is longer than {@code most}. */
    double[] numbers(int most) throws RefusedException {
        double[] values = new double[16];
        int count = 0;
        String name = startList("a list of numbers");
        while (nextElement(name, count, most)) {
            values = count == values.length ? Arrays.copyOf(values, 2 * count) : values;
            values[count++] = number();
        }
        return Arrays.copyOf(values, count);
    }

    private String startList(String expected) throws RefusedException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw wrong(expected);
        }
        return field;
    }

    private boolean nextElement(String name, int index, int most) throws RefusedException {
        field = name + "[" + index + "]";
        boolean more = next() != JsonToken.END_ARRAY;
        if (more && index == most) {
            throw RefusedException.invalid("%s: expected at most %d values, got more".formatted(name, most));
        }
        field = more ? field : name;
        return more;
    }

    /** The current value is not what it must be. */
    private RefusedException wrong(String expected) {
        return RefusedException.invalid("%s: expected %s, got %s".formatted(field, expected, found()));
    }

    private String found() {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "the string \"" + shortened(parser.getString()) + "\"";
            case VALUE_NULL -> "null";
            case END_ARRAY -> "an empty list";
            default -> shortened(parser.getString());
        };
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...";
    }

    private JsonToken next() throws RefusedException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw RefusedException.invalid(field + ": the JSON ends too early");
        }
        return token;
    }

    @Override
    public void close() {
        parser.close();
    }
}
