package org.jaynes.service.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jaynes.service.Limits;
import org.jaynes.service.SamplingRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The JSON of the journal's records. Each names its machine, so that it can be understood without the others. */
public final class StoredRecords {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Pattern RESULT_HEAD =
            Pattern.compile("\\{\"machine\":\"([^\"]*)\",\"seed\":(\\d+),\"results\":");

    /** Longer than any {@link #resultHead}. */
    public static final int RESULT_HEAD_BYTES = 200;

    /** Shorter than the longest string that {@link JsonInput} reads. */
    private static final int MESSAGE_LENGTH = 900;

    private StoredRecords() {}

    /** A job as it was accepted: the fields of ORCA's request, and what decides its shots beyond them. */
    public static byte[] submitted(String machine, SamplingRequest request) {
        return object(json -> {
            json.writeStringProperty("machine", machine);
            json.writeStringProperty("submitted_at", Instant.now().toString());
            json.writeName("input_state");
            json.writeArray(request.inputState(), 0, request.inputState().length);
            json.writeName("loop_lengths");
            json.writeArray(request.loopLengths(), 0, request.loopLengths().length);
            json.writeName("bs_angles");
            json.writeArray(request.bsAngles(), 0, request.bsAngles().length);
            json.writeName("ps_angles");
            json.writeArray(request.psAngles(), 0, request.psAngles().length);
            json.writeNumberProperty("n_samples", request.samples());
            json.writeNumberProperty("least_photons", request.leastPhotons());
            json.writeNumberProperty("seed", request.seed());
        });
    }

    /**
     * What {@link #submitted} wrote.
     *
     * @throws RefusedException if the request exceeds the limits
     */
    public static Submission readSubmitted(byte[] text, int offset, int length, Limits limits) throws RefusedException {
        var draft = new RequestDraft(limits, 0);
        var machine = new AtomicReference<@Nullable String>();
        try (JsonInput input = new JsonInput(text, offset, length)) {
            input.document(field -> {
                switch (field) {
                    case "machine" -> machine.set(input.text());
                    case "submitted_at" -> input.text();
                    case "least_photons" -> draft.leastPhotons(input.integer());
                    default -> {
                        if (!draft.take(input, field)) {
                            throw RequestReader.unknown(field, "those that this version writes");
                        }
                    }
                }
            });
        }
        return new Submission(machine.get(), draft.finish());
    }

    /** How a job ended that has no result. */
    public static byte[] ended(String machine, String message) {
        return object(json -> {
            json.writeStringProperty("machine", machine);
            json.writeStringProperty("error_message", message.substring(0, Math.min(message.length(), MESSAGE_LENGTH)));
        });
    }

    /** A machine, and in words what became of its job. */
    public record Ending(String machine, String message) {}

    /** What {@link #ended} wrote. */
    public static Ending readEnded(byte[] text, int offset, int length) throws RefusedException {
        var machine = new AtomicReference<>("");
        var message = new AtomicReference<>("");
        try (JsonInput input = new JsonInput(text, offset, length)) {
            input.document(field -> {
                switch (field) {
                    case "machine" -> machine.set(input.text());
                    case "error_message" -> message.set(input.text());
                    default -> throw RequestReader.unknown(field, "machine and error_message");
                }
            });
        }
        return new Ending(machine.get(), message.get());
    }

    /** What stands before the list of shots in the record of a result, which is an answer in ORCA's dialect as well. */
    public static byte[] resultHead(String machine, long seed) {
        return "{\"machine\":\"%s\",\"seed\":%d,\"results\":"
                .formatted(machine, seed)
                .getBytes(UTF_8);
    }

    /**
     * The head of a result.
     *
     * @param bytes its length
     */
    public record ResultHead(String machine, long seed, int bytes) {}

    /** What {@link #resultHead} wrote, at the begin of a text. */
    public static ResultHead readResultHead(byte[] text, int offset, int length) throws RefusedException {
        Matcher head = RESULT_HEAD.matcher(new String(text, offset, Math.min(length, RESULT_HEAD_BYTES), UTF_8));
        if (!head.lookingAt()) {
            throw RefusedException.invalid("a result without machine and seed");
        }
        return new ResultHead(head.group(1), Long.parseLong(head.group(2)), head.end());
    }

    private static byte[] object(Consumer<JsonGenerator> fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            fields.accept(json);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
