package org.jaynes.service.request;

import org.jspecify.annotations.Nullable;

/** The fields of a PCSS task while they are read: {@code {"machine": ..., "payload": {...}}}. */
final class PcssTask {
    private final RequestDraft draft;
    private @Nullable String machine;
    private boolean postselects;
    private int threshold = RequestDraft.ALL_PHOTONS;
    private boolean hasPayload;

    PcssTask(RequestDraft draft) {
        this.draft = draft;
    }

    void take(JsonInput input, String field) throws RefusedException {
        switch (field) {
            case "machine" -> takeMachine(input);
            case "payload" -> {
                hasPayload = true;
                input.object(inner -> takeOfPayload(input, inner));
            }
            default -> throw RequestReader.unknown(field, "machine and payload");
        }
    }

    private void takeOfPayload(JsonInput input, String field) throws RefusedException {
        switch (field) {
            case "machine" -> takeMachine(input);
            case "postselection" -> postselects = input.truth();
            case "postselection_threshold" -> {
                if (!input.isNull()) {
                    threshold = input.integer();
                    if (threshold < 1) {
                        throw RefusedException.invalid(
                                "postselection_threshold: expected 1 or more photons, got " + threshold);
                    }
                }
            }
            case "extra_options" ->
                input.object(option -> {
                    throw RefusedException.invalid("extra_options." + option + ": this service has no such option");
                });
            default -> {
                if (!draft.take(input, field)) {
                    throw RequestReader.unknown(
                            field,
                            "bs_angles, extra_options, input_state, loop_lengths, machine, n_samples, postselection,"
                                    + " postselection_threshold, ps_angles and seed");
                }
            }
        }
    }

    /** The machine stands in the task, and in most versions of the client once more in its payload. */
    private void takeMachine(JsonInput input) throws RefusedException {
        if (input.isNull()) {
            return;
        }
        String name = input.text();
        if (machine != null && !machine.equals(name)) {
            throw RefusedException.invalid("machine: '%s' in one place, '%s' in another".formatted(machine, name));
        }
        machine = name;
    }

    Submission finish() throws RefusedException {
        if (!hasPayload) {
            throw RefusedException.invalid("payload: missing");
        }
        draft.leastPhotons(postselects ? threshold : 0);
        return new Submission(machine, draft.finish());
    }
}
