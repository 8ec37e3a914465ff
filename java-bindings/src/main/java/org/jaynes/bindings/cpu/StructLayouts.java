package org.jaynes.bindings.cpu;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.util.ArrayList;
import java.util.List;
import org.jaynes.bindings.generated.ldpc.JaynesLdpcEdge;
import org.jaynes.bindings.generated.ldpc.JaynesLdpcGraph;
import org.jaynes.bindings.generated.ldpc.JaynesLdpcGroupedGraph;
import org.jaynes.bindings.generated.ldpc.JaynesLdpcHalfMinima;
import org.jaynes.bindings.generated.ldpc.JaynesLdpcMinima;
import org.jaynes.bindings.generated.ldpc.JaynesLdpcShot;
import org.jaynes.bindings.generated.ldpc.JaynesLdpcStart;
import org.jaynes.bindings.generated.ldpc.JaynesLdpcState;
import org.jaynes.bindings.generated.photonics.JaynesGlynnDigit;
import org.jaynes.bindings.generated.photonics.JaynesPermanentArguments;
import org.jaynes.bindings.generated.photonics.JaynesPhotonProbabilityArguments;
import org.jaynes.bindings.generated.photonics.JaynesPhotonSampleArguments;
import org.jaynes.bindings.generated.photonics.JaynesPhotonStepArguments;
import org.jaynes.bindings.generated.photonics.JaynesWindowGroup;
import org.jaynes.bindings.generated.photonics.JaynesWindowStepArguments;
import org.jaynes.bindings.generated.photonics.JaynesWindowTurnArguments;
import org.jaynes.bindings.generated.photonics.JaynesWindowTurnColumn;
import org.jaynes.bindings.generated.photonics.JaynesWindowTurnRow;
import org.jaynes.bindings.generated.plan.JaynesCollapseArguments;
import org.jaynes.bindings.generated.plan.JaynesFoldArguments;
import org.jaynes.bindings.generated.plan.JaynesInitializeArguments;
import org.jaynes.bindings.generated.plan.JaynesMarginalArguments;
import org.jaynes.bindings.generated.plan.JaynesOp;
import org.jaynes.bindings.generated.plan.JaynesPassArguments;
import org.jaynes.bindings.generated.plan.JaynesPauliArguments;
import org.jaynes.bindings.generated.plan.JaynesPauliTerm;
import org.jaynes.bindings.generated.plan.JaynesProbabilityArguments;
import org.jaynes.bindings.generated.plan.JaynesSampleArguments;

/** Java's view of the structs of {@code jaynes_plan.h} and its neighbours, for comparison with the library's. */
final class StructLayouts {
    /** In the order of {@code jaynes_cpu_struct_layout}. */
    private static final List<MemoryLayout> STRUCTS = List.of(
            JaynesOp.layout(),
            JaynesPassArguments.layout(),
            JaynesInitializeArguments.layout(),
            JaynesMarginalArguments.layout(),
            JaynesFoldArguments.layout(),
            JaynesProbabilityArguments.layout(),
            JaynesPauliTerm.layout(),
            JaynesPauliArguments.layout(),
            JaynesSampleArguments.layout(),
            JaynesCollapseArguments.layout(),
            JaynesLdpcEdge.layout(),
            JaynesLdpcGraph.layout(),
            JaynesLdpcMinima.layout(),
            JaynesLdpcHalfMinima.layout(),
            JaynesLdpcState.layout(),
            JaynesLdpcStart.layout(),
            JaynesLdpcGroupedGraph.layout(),
            JaynesLdpcShot.layout(),
            JaynesGlynnDigit.layout(),
            JaynesPermanentArguments.layout(),
            JaynesPhotonSampleArguments.layout(),
            JaynesPhotonStepArguments.layout(),
            JaynesPhotonProbabilityArguments.layout(),
            JaynesWindowGroup.layout(),
            JaynesWindowStepArguments.layout(),
            JaynesWindowTurnRow.layout(),
            JaynesWindowTurnColumn.layout(),
            JaynesWindowTurnArguments.layout());

    private StructLayouts() {}

    /** Sizes of all structs, then the offsets of their last members that are not named {@code reserved}. */
    static int[] sizesAndOffsets() {
        int[] values = new int[2 * STRUCTS.size()];
        for (int i = 0; i < STRUCTS.size(); i++) {
            StructLayout struct = (StructLayout) STRUCTS.get(i);
            values[i] = Math.toIntExact(struct.byteSize());
            values[STRUCTS.size() + i] = Math.toIntExact(lastMemberOffset(struct));
        }
        return values;
    }

    private static long lastMemberOffset(StructLayout struct) {
        return struct.memberLayouts().stream()
                .map(member -> member.name().orElse("reserved"))
                .filter(name -> !name.equals("reserved"))
                .map(name -> struct.byteOffset(MemoryLayout.PathElement.groupElement(name)))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    /**
     * Compares with what a library reports.
     *
     * @return one sentence per struct that differs; empty if they agree
     */
    static List<String> differences(int[] reported) {
        int[] expected = sizesAndOffsets();
        if (reported.length != expected.length) {
            return List.of("it reports %d struct sizes and offsets, %d are expected"
                    .formatted(reported.length, expected.length));
        }
        List<String> differences = new ArrayList<>();
        int count = STRUCTS.size();
        for (int i = 0; i < count; i++) {
            if (reported[i] != expected[i] || reported[count + i] != expected[count + i]) {
                differences.add("its %s has %d bytes and its last member at %d, expected are %d and %d"
                        .formatted(
                                STRUCTS.get(i).name().orElseThrow(),
                                reported[i],
                                reported[count + i],
                                expected[i],
                                expected[count + i]));
            }
        }
        return differences;
    }
}
