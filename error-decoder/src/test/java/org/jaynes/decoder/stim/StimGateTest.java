package org.jaynes.decoder.stim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StimGateTest {
    @Test
    void thereAreAsManyGatesAsInStim() {
        // Stim counts REPEAT as a gate too; here it is an instruction of its own.
        assertEquals(80, StimGate.values().length);
    }

    @ParameterizedTest
    @EnumSource
    void namesAreFoundInAnyCase(StimGate gate) {
        assertEquals(gate, StimGate.named(gate.name()).orElseThrow());
        assertEquals(gate, StimGate.named(gate.name().toLowerCase(Locale.ROOT)).orElseThrow());
    }

    /** Conjugation keeps commutation relations: X and Z of a qubit anticommute, operators of different qubits commute. */
    @ParameterizedTest
    @EnumSource
    void imagesKeepCommutation(StimGate gate) {
        List<String> images = gate.images();
        for (int i = 0; i < images.size(); i++) {
            for (int j = 0; j < i; j++) {
                boolean sameQubit = i / 2 == j / 2;
                assertEquals(sameQubit, anticommute(images.get(i), images.get(j)), gate + " " + i + " " + j);
            }
        }
        boolean clifford = gate.arguments() == StimGate.Arguments.NONE
                && !gate.resets()
                && gate != StimGate.TICK
                && gate.targets() != StimGate.Targets.PAULI_PRODUCTS;
        assertEquals(clifford, !images.isEmpty());
    }

    private static boolean anticommute(String a, String b) {
        boolean odd = false;
        for (int i = 1; i < a.length(); i++) {
            odd ^= a.charAt(i) != 'I' && b.charAt(i) != 'I' && a.charAt(i) != b.charAt(i);
        }
        return odd;
    }

    /** A gate and its adjoint by name undo each other, signs included. */
    @Test
    void adjointsUndoEachOther() {
        for (StimGate gate : StimGate.values()) {
            StimGate.named(gate + "_DAG")
                    .filter(adjoint -> !gate.images().isEmpty())
                    .ifPresent(adjoint -> {
                        for (int generator = 0; generator < gate.images().size(); generator++) {
                            String image = apply(adjoint, gate.images().get(generator));
                            assertEquals(generatorName(generator, image.length() - 1), image, gate.name());
                        }
                    });
        }
        assertTrue(StimGate.named("S_DAG").isPresent());
    }

    private static String generatorName(int generator, int qubits) {
        StringBuilder name = new StringBuilder("+").repeat("I", qubits);
        name.setCharAt(1 + generator / 2, generator % 2 == 0 ? 'X' : 'Z');
        return name.toString();
    }

    /** Conjugates a signed Pauli product by a gate: a product of the images of its X and Z factors, Y = i X Z. */
    private static String apply(StimGate gate, String operator) {
        int qubits = operator.length() - 1;
        int phase = operator.charAt(0) == '-' ? 2 : 0;
        int[] x = new int[qubits];
        int[] z = new int[qubits];
        for (int qubit = 0; qubit < qubits; qubit++) {
            char letter = operator.charAt(1 + qubit);
            phase += letter == 'Y' ? 1 : 0;
            for (int part = 0; part < 2; part++) {
                if (part == 0 ? letter == 'X' || letter == 'Y' : letter == 'Z' || letter == 'Y') {
                    String image = gate.images().get(2 * qubit + part);
                    phase += image.charAt(0) == '-' ? 2 : 0;
                    for (int i = 0; i < qubits; i++) {
                        char factor = image.charAt(1 + i);
                        int fx = factor == 'X' || factor == 'Y' ? 1 : 0;
                        int fz = factor == 'Z' || factor == 'Y' ? 1 : 0;
                        // Factors are kept as i^phase X^x Z^z; moving X^fx past Z^z costs (-1)^(z fx).
                        phase += fx * fz + 2 * z[i] * fx;
                        x[i] ^= fx;
                        z[i] ^= fz;
                    }
                }
            }
        }
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < qubits; i++) {
            phase -= x[i] * z[i];
            result.append("IZXY".charAt(2 * x[i] + z[i]));
        }
        return (Math.floorMod(phase, 4) == 0 ? "+" : "-") + result;
    }
}
