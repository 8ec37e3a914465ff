package org.jaynes.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jaynes.statevector.PauliSum;
import org.jaynes.statevector.PauliSyntaxException;
import org.jaynes.statevector.PauliTerm;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Reads an observable from JSON: {@code {"terms": [{"pauli": "Z0 Z1", "coefficient": 1.0}, ...]}}. A product is written
 * as on the command line, {@code ""} or {@code "I"} is the identity; the coefficient is 1 when it is left out.
 */
final class ObservableFile {
    // Numbers that are not finite are read, so that they are refused in our words.
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final Path file;
    private final JsonParser parser;

    private ObservableFile(Path file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /** @throws InputException with line and column of what is wrong, or if the file cannot be read */
    static PauliSum read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new InputException(file, "there is no such file");
        } catch (IOException e) {
            throw InputException.unreadable(file, e);
        }
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return new ObservableFile(file, parser).readObject();
        } catch (JacksonException e) {
            throw notJson(file, text, e.getLocation());
        }
    }

    /** Where the text stops being JSON. The parser's own texts speak of its settings. */
    private static InputException notJson(Path file, String text, TokenStreamLocation place) {
        int line = Math.max(1, place.getLineNr());
        int column = Math.max(1, place.getColumnNr());
        long offset = place.getCharOffset();
        String found = offset < 0 || offset >= text.length()
                ? "the text ends here"
                : "found '" + text.substring((int) offset, text.offsetByCodePoints((int) offset, 1)) + "'";
        return new InputException(file, line, column, "not JSON: " + found);
    }

    private PauliSum readObject() {
        expect(JsonToken.START_OBJECT, "{");
        List<PauliTerm> terms = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            if (!parser.currentName().equals("terms")) {
                throw wrong("unknown field '" + parser.currentName() + "'; expected \"terms\"");
            }
            if (terms != null) {
                throw wrong("the field \"terms\" is there twice; expected it once");
            }
            terms = readTerms();
        }
        if (terms == null) {
            throw wrong("no field \"terms\"");
        }
        if (parser.nextToken() != null) {
            throw wrong("text after the end of the object");
        }
        return new PauliSum(terms);
    }

    private List<PauliTerm> readTerms() {
        expect(JsonToken.START_ARRAY, "an array of terms");
        List<PauliTerm> terms = new ArrayList<>();
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            if (next != JsonToken.START_OBJECT) {
                throw wrong("expected a term such as {\"pauli\": \"Z0 Z1\", \"coefficient\": 1.0}");
            }
            terms.add(readTerm());
        }
        if (terms.isEmpty()) {
            throw wrong("an observable without terms; expected at least one");
        }
        return terms;
    }

    private PauliTerm readTerm() {
        PauliTerm product = null;
        double coefficient = 1;
        Set<String> seen = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            if (!seen.add(parser.currentName())) {
                throw wrong("the field \"" + parser.currentName() + "\" of a term is there twice; expected it once");
            }
            switch (parser.currentName()) {
                case "pauli" -> product = readProduct();
                case "coefficient" -> coefficient = readCoefficient();
                default ->
                    throw wrong("unknown field '" + parser.currentName()
                            + "' of a term; expected \"pauli\" and \"coefficient\"");
            }
        }
        if (product == null) {
            throw wrong("a term without \"pauli\"");
        }
        return new PauliTerm(coefficient, product.x(), product.z());
    }

    private PauliTerm readProduct() {
        expect(JsonToken.VALUE_STRING, "a string such as \"Z0 Z1\"");
        String text = parser.getString().strip();
        if (text.isEmpty() || text.equals("I")) {
            return PauliTerm.identity(1);
        }
        List<PauliTerm> terms;
        try {
            terms = PauliSum.parse(text).terms();
        } catch (PauliSyntaxException e) {
            throw wrong(Failure.message(e));
        }
        if (terms.size() != 1 || terms.getFirst().coefficient() != 1) {
            throw wrong(
                    "found '" + text + "'; expected one product such as \"Z0 Z1\"; numbers go into \"coefficient\"");
        }
        return terms.getFirst();
    }

    private double readCoefficient() {
        if (!parser.nextToken().isNumeric()) {
            throw wrong("found " + parser.getString() + "; expected a number");
        }
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw wrong("found " + parser.getString() + "; expected a finite number");
        }
        return value;
    }

    private void expect(JsonToken token, String text) {
        if (parser.nextToken() != token) {
            throw wrong(
                    "found " + (parser.getString() == null ? "the end" : parser.getString()) + "; expected " + text);
        }
    }

    private InputException wrong(String message) {
        TokenStreamLocation place = parser.currentTokenLocation();
        return new InputException(file, Math.max(1, place.getLineNr()), Math.max(1, place.getColumnNr()), message);
    }
}
