package org.jaynes.service.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.jaynes.service.job.Location;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What is sent back. */
sealed interface Answer {
    /** The HTTP status. */
    int status();

    String contentType();

    /** A text that is in memory. */
    record Text(int status, String contentType, byte[] bytes) implements Answer {}

    /** JSON that lies in the journal, and is copied from there however large it is. */
    record Stored(Location at) implements Answer {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public String contentType() {
            return Json.TYPE;
        }
    }

    /** An object with the fields that the consumer writes. */
    static Text object(int status, Consumer<JsonGenerator> fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            fields.accept(json);
            json.writeEndObject();
        }
        return new Text(status, Json.TYPE, bytes.toByteArray());
    }

    /** An object with one field, a string. */
    static Text field(int status, String name, String value) {
        return object(status, json -> json.writeStringProperty(name, value));
    }

    /** An error in the form that all dialects share. */
    static Text error(int status, String message) {
        return field(status, "error_message", message);
    }

    static Answer plain(int status, String text) {
        return new Text(status, "text/plain; version=0.0.4; charset=utf-8", text.getBytes(UTF_8));
    }

    /** What JSON answers share. */
    final class Json {
        private static final JsonFactory FACTORY = new JsonFactory();
        private static final String TYPE = "application/json";

        private Json() {}
    }
}
