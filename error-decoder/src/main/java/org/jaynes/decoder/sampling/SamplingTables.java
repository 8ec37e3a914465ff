package org.jaynes.decoder.sampling;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.bindings.generated.decoder.JaynesSamplingEvent;
import org.jaynes.bindings.generated.decoder.JaynesSamplingGroup;
import org.jaynes.decoder.TooLargeException;

/** The errors of a model as kernels read them, see {@code JaynesSamplingArguments}: loops are unrolled into events. */
final class SamplingTables {
    private static final int MOST_EVENTS = 1 << 24;

    /** The number of the first group of each segment. */
    private final Map<ErrorSegment, Integer> firstGroups = new HashMap<>();

    private final List<ErrorSegment.Group> groups = new ArrayList<>();
    private int errorCount;
    private int targetCount;
    private double[] probabilities = new double[16];
    private int[] errorTargets = new int[16];
    private int[] targets = new int[16];
    private long[] shifts = new long[16];
    private int[] groupOfEvent = new int[16];
    private int eventCount;

    SamplingTables(ErrorTree.Loop errors) {
        walk(errors, 0);
    }

    private void walk(ErrorTree.Loop loop, long shiftBefore) {
        long roundShift = shiftBefore;
        for (long round = 0; round < loop.rounds(); round++) {
            for (ErrorTree.Part part : loop.parts()) {
                switch (part.tree()) {
                    case ErrorTree.Loop inner -> walk(inner, roundShift + part.detectorShift());
                    case ErrorSegment segment -> addEvents(segment, roundShift + part.detectorShift());
                }
            }
            roundShift += loop.detectorShift();
        }
    }

    private void addEvents(ErrorSegment segment, long shift) {
        int first = firstGroups.computeIfAbsent(segment, this::addGroups);
        for (int k = 0; k < segment.groups().size(); k++) {
            if (eventCount == MOST_EVENTS) {
                throw new TooLargeException(
                        "the model has more than %d groups of errors with its loops unrolled, which is too many for a device; sample on the cpu"
                                .formatted(MOST_EVENTS));
            }
            if (eventCount == shifts.length) {
                shifts = Arrays.copyOf(shifts, 2 * eventCount);
                groupOfEvent = Arrays.copyOf(groupOfEvent, 2 * eventCount);
            }
            shifts[eventCount] = shift;
            groupOfEvent[eventCount++] = first + k;
        }
    }

    /** Adds the groups of a segment; the number of the first. */
    private int addGroups(ErrorSegment segment) {
        int first = groups.size();
        for (ErrorSegment.Group group : segment.groups()) {
            groups.add(group);
            for (int member = 0; member < group.errors().length; member++) {
                addError(segment, group.errors()[member], group.probabilities()[member]);
            }
        }
        return first;
    }

    private void addError(ErrorSegment segment, int error, double probability) {
        if (errorCount + 1 >= errorTargets.length) {
            errorTargets = Arrays.copyOf(errorTargets, 2 * errorTargets.length);
            probabilities = Arrays.copyOf(probabilities, errorTargets.length);
        }
        probabilities[errorCount++] = probability;
        for (int i = segment.start(error); i < segment.start(error + 1); i++) {
            if (targetCount == targets.length) {
                targets = Arrays.copyOf(targets, 2 * targetCount);
            }
            targets[targetCount++] = segment.target(i);
        }
        errorTargets[errorCount] = targetCount;
    }

    int eventCount() {
        return eventCount;
    }

    int groupCount() {
        return groups.size();
    }

    /** Writes the groups. */
    void groups(MemorySegment memory) {
        int firstError = 0;
        for (int index = 0; index < groups.size(); index++) {
            ErrorSegment.Group group = groups.get(index);
            MemorySegment entry = JaynesSamplingGroup.asSlice(memory, index);
            JaynesSamplingGroup.scale(entry, group.scale());
            JaynesSamplingGroup.likeliest(entry, group.probabilities()[0]);
            JaynesSamplingGroup.first_error(entry, firstError);
            JaynesSamplingGroup.error_count(entry, group.errors().length);
            JaynesSamplingGroup.all_equal(entry, group.allEqual() ? 1 : 0);
            firstError += group.errors().length;
        }
    }

    MemorySegment probabilities() {
        return MemorySegment.ofArray(Arrays.copyOf(probabilities, errorCount));
    }

    MemorySegment errorTargets() {
        return MemorySegment.ofArray(Arrays.copyOf(errorTargets, errorCount + 1));
    }

    MemorySegment targets() {
        return MemorySegment.ofArray(Arrays.copyOf(targets, targetCount));
    }

    /** Writes the events. */
    void events(MemorySegment memory) {
        for (int event = 0; event < eventCount; event++) {
            MemorySegment entry = JaynesSamplingEvent.asSlice(memory, event);
            JaynesSamplingEvent.detector_shift(entry, shifts[event]);
            JaynesSamplingEvent.group(entry, groupOfEvent[event]);
        }
    }
}
