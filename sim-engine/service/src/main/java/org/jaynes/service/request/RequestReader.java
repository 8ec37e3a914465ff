package org.jaynes.service.request;

import java.util.concurrent.atomic.AtomicReference;
import org.jaynes.service.Limits;
import org.jspecify.annotations.Nullable;

/** Reads requests in the dialects of the clients. Unknown fields are refused. */
public final class RequestReader {
    /** Shots that CUDA-Q's client asks for where its user says nothing. */
    private static final int ORCA_SAMPLES = 10_000;

    /** Shots that the PCSS client asks for where its user says nothing. */
    private static final int PCSS_SAMPLES = 200;

    private final Limits limits;

    public RequestReader(Limits limits) {
        this.limits = limits;
    }

    /** The body of {@code POST v1/submit}: an object, or a list of one. Its {@code target} is the machine. */
    public Submission orca(byte[] body) throws RefusedException {
        var draft = new RequestDraft(limits, ORCA_SAMPLES);
        var target = new AtomicReference<@Nullable String>();
        try (JsonInput input = new JsonInput(body, 0, body.length)) {
            input.document(field -> {
                if (field.equals("target")) {
                    target.set(input.text());
                } else if (!draft.take(input, field)) {
                    throw unknown(field, "bs_angles, input_state, loop_lengths, n_samples, ps_angles, seed and target");
                }
            });
        }
        return new Submission(target.get(), draft.finish());
    }

    /** The body of {@code POST tasks}: {@code {"machine": ..., "payload": {...}}}. */
    public Submission pcss(byte[] body) throws RefusedException {
        var task = new PcssTask(new RequestDraft(limits, PCSS_SAMPLES));
        try (JsonInput input = new JsonInput(body, 0, body.length)) {
            input.document(field -> task.take(input, field));
        }
        return task.finish();
    }

    static RefusedException unknown(String field, String known) {
        return RefusedException.invalid("%s: no such field; known are %s".formatted(field, known));
    }
}
