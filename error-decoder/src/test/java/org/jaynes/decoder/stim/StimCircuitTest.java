package org.jaynes.decoder.stim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jaynes.decoder.TextFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StimCircuitTest {
    private static final String CIRCUIT = """
            # A repetition code, two rounds and more.
            QUBIT_COORDS(0, 1) 0
            R 0 1 2 3 4
            X_ERROR(0.001) 0 2 4
            TICK
            REPEAT 7 {
                CX 0 1 2 3
                DEPOLARIZE2(0.01) 0 1 2 3
                CX 2 1 4 3
                MR(0.02) 1 !3
                SHIFT_COORDS(0, 1)
                DETECTOR(1, 0) rec[-2] rec[-4]
                DETECTOR[tag](3, 0) rec[-1] rec[-3]
            }
            MPP X0*Y1 !Z2
            CX rec[-1] 3 sweep[5] 4
            E(0.1) X1 Y2
            M 0 2 4
            OBSERVABLE_INCLUDE(2) rec[-1]
            """;

    /** Text in, and how stim 1.16.0 prints it. */
    static Stream<List<String>> printed() {
        return Stream.of(
                List.of("h 0", "H 0"),
                List.of("H 0\n\nH 1\nS 1\nH 2", "H 0 1\nS 1\nH 2"),
                List.of("H", "H"),
                List.of("H 00#c", "H 0"),
                List.of("H[tag] 0", "H[tag] 0"),
                List.of("M[a] 0\nM 1", "M[a] 0\nM 1"),
                List.of("M 0\nM 1", "M 0 1"),
                List.of("M(0.1) 0\nM(0.1) 1\nM(0.2) 1", "M(0.1) 0 1\nM(0.2) 1"),
                List.of("MPAD 0\nMPAD 1", "MPAD 0 1"),
                List.of("DETECTOR\nDETECTOR", "DETECTOR\nDETECTOR"),
                List.of("TICK\nTICK", "TICK\nTICK"),
                List.of("E(0.1) X0\nE(0.1) X1", "E(0.1) X0\nE(0.1) X1"),
                List.of("QUBIT_COORDS(1) 0\nQUBIT_COORDS(1) 1", "QUBIT_COORDS(1) 0\nQUBIT_COORDS(1) 1"),
                List.of("CNOT 0 1\nZCX 2 3", "CX 0 1 2 3"),
                List.of("SQRT_Z 0\nSQRT_Z_DAG 0\nH_XZ 1\nRZ 1\nMZ 1\nMRZ 2", "S 0\nS_DAG 0\nH 1\nR 1\nM 1\nMR 2"),
                List.of("CORRELATED_ERROR(0.1) X1", "E(0.1) X1"),
                List.of("SWAPCZ 0 1\nZCZ 0 1\nZCY 0 1", "CZSWAP 0 1\nCZ 0 1\nCY 0 1"),
                List.of("M !0 1", "M !0 1"),
                List.of("MXX !0 !1", "MXX !0 !1"),
                List.of("mpp X0 * y1 z2", "MPP X0*Y1 Z2"),
                List.of("MPP X0*X0*!Z1 !X2", "MPP X0*X0*!Z1 !X2"),
                List.of("SPP X0*Z0", "SPP X0*Z0"),
                List.of("E(0.1) !X0 Y2", "E(0.1) !X0 Y2"),
                List.of("CX rec[-1] 0 0 sweep[3] sweep[3] sweep[4]", "CX rec[-1] 0 0 sweep[3] sweep[3] sweep[4]"),
                List.of("OBSERVABLE_INCLUDE(0) !X1 rec[-1]", "OBSERVABLE_INCLUDE(0) !X1 rec[-1]"),
                List.of("X_ERROR(0.123456789012) 0", "X_ERROR(0.123457) 0"),
                List.of(
                        "DETECTOR(1e18,-1e18,1e19,-0.0,1e-7,1234567)",
                        "DETECTOR(1000000000000000000, -1000000000000000000, 1e+19, 0, 1e-07, 1234567)"),
                List.of("I_ERROR 0\nII_ERROR(0.1,0.2) 0 1", "I_ERROR 0\nII_ERROR(0.1, 0.2) 0 1"),
                List.of("REPEAT 2 {\n}", "REPEAT 2 {\n\n}"),
                List.of("REPEAT[t] 2{H 0\n} H 1", "REPEAT[t] 2 {\n    H 0\n}\nH 1"),
                List.of("H 0\nREPEAT 2 {\nH 1\n}\nH 2", "H 0\nREPEAT 2 {\n    H 1\n}\nH 2"),
                List.of("H 16777215", "H 16777215"),
                List.of("DETECTOR rec[-16777215]", "DETECTOR rec[-16777215]"));
    }

    @ParameterizedTest
    @MethodSource
    void printed(List<String> pair) {
        StimCircuit circuit = StimCircuit.parse(pair.get(0), "test.stim");
        assertEquals(pair.get(1), circuit.toString());
        assertEquals(pair.get(1), StimCircuit.parse(circuit.toString(), "again").toString());
    }

    @Test
    void sixDigitsOfAnArgumentAreKept() {
        assertEquals(
                "DETECTOR(1.23457e+08, -2.5e-05)",
                StimCircuit.parse("DETECTOR(123456789.5, -0.000025)", "t").toString());
    }

    @Test
    void countsMultiplyThroughLoops() {
        StimCircuit circuit = StimCircuit.parse(CIRCUIT, "test.stim");
        assertEquals(5, circuit.qubitCount());
        assertEquals(6, circuit.sweepBitCount());
        assertEquals(7 * 2 + 2 + 3, circuit.measurementCount());
        assertEquals(14, circuit.detectorCount());
        assertEquals(3, circuit.observableCount());
    }

    @Test
    void productsPairsAndPadsCountAsMeasured() {
        StimCircuit circuit = StimCircuit.parse(
                "MPP X0*X1*X2 Z3\nMXX 0 1 2 3\nMPAD 0 1 1\nHERALDED_ERASE(0.1) 4 5\nMR 6", "test.stim");
        assertEquals(2 + 2 + 3 + 2 + 1, circuit.measurementCount());
        assertEquals(7, circuit.qubitCount());
    }

    static Stream<List<String>> refused() {
        return Stream.of(
                List.of("H !0", "1:3: H takes qubits but found '!0'"),
                List.of("H X0", "1:3: H takes qubits but found 'X0'"),
                List.of("H rec[-1]", "H takes qubits but found 'rec[-1]'"),
                List.of("H(0.1) 0", "1:1: H takes 0 arguments in parentheses but has 1"),
                List.of("H[tag]0", "1:7: expected a blank between targets but found '0'"),
                List.of("H 0 {\n}", "1:5: expected a target"),
                List.of("H 16777216", "1:3: a target (a qubit, X1, rec[-1], sweep[0]) must be less than 16777216"),
                List.of("H -1", "1:3: expected a target (a qubit"),
                List.of("CX 0 1 2", "1:1: CX takes pairs of targets but has 3 targets"),
                List.of("CX 0 0", "1:6: the two targets of a pair of CX are the same"),
                List.of("CZ 0 1 rec[-1] rec[-1]", "1:16: the two targets of a pair of CZ are the same"),
                List.of("CX 0 !1", "CX takes qubits, rec[-k] or sweep[k] but found '!1'"),
                List.of("SWAP sweep[0] 1", "SWAP takes qubits but found 'sweep[0]'"),
                List.of("M(2) 0", "1:1: M takes probabilities from 0 to 1 but has 2.0"),
                List.of("M(0.1,0.2) 0", "1:1: M takes 0 to 1 arguments in parentheses but has 2"),
                List.of("M rec[-1]", "M takes qubits, possibly with '!', but found 'rec[-1]'"),
                List.of("RX !0", "RX takes qubits but found '!0'"),
                List.of("MXX 0 0", "the two targets of a pair of MXX are the same"),
                List.of("MPP 0", "1:5: MPP takes Pauli products such as X1*Y2 but found '0'"),
                List.of("MPP X0*", "1:8: expected a Pauli target after '*' but found the end of the text"),
                List.of("MPP *X0", "1:5: MPP takes Pauli products such as X1*Y2 but found '*'"),
                List.of("MPP X0**X1", "MPP takes Pauli products such as X1*Y2 but found '*'"),
                List.of("E(0.1) X0*Y1", "E takes Pauli targets such as X1 but found '*'"),
                List.of("E X0", "E takes 1 arguments in parentheses but has 0"),
                List.of("X_ERROR 0", "X_ERROR takes 1 arguments"),
                List.of("X_ERROR(nan) 0", "1:9: expected a number but found 'n'"),
                List.of("PAULI_CHANNEL_1(0.5,0.5,0.5) 0", "sum is at most 1; it is 1.5"),
                List.of("PAULI_CHANNEL_1(0.1,0.1) 0", "PAULI_CHANNEL_1 takes 3 arguments"),
                List.of("I_ERROR(0.9,0.2) 0", "sum is at most 1"),
                List.of("DETECTOR 0", "1:10: DETECTOR takes measurement records rec[-k] but found '0'"),
                List.of("DETECTOR rec[0]", "1:10: expected 'rec[-' at the start of this target"),
                List.of("DETECTOR rec[-0]", "there is no rec[-0]"),
                List.of("DETECTOR rec[-1", "1:16: expected ']' but found the end of the text"),
                List.of("DETECTOR rec[-16777216]", "must be less than 16777216"),
                List.of("DETECTOR !rec[-1]", "'!' does not go with rec[-k]"),
                List.of("OBSERVABLE_INCLUDE rec[-1]", "OBSERVABLE_INCLUDE takes 1 arguments"),
                List.of("OBSERVABLE_INCLUDE(1.5) rec[-1]", "takes an integer from 0 to 4294967295 but has 1.5"),
                List.of("OBSERVABLE_INCLUDE(-1)", "takes an integer from 0 to 4294967295"),
                List.of("MPAD 2", "1:6: MPAD takes targets 0 and 1 but found '2'"),
                List.of("TICK 0", "1:6: TICK takes no targets but found '0'"),
                List.of("SHIFT_COORDS 1", "SHIFT_COORDS takes no targets"),
                List.of("QUBIT_COORDS(1) rec[-1]", "QUBIT_COORDS takes qubits but found 'rec[-1]'"),
                List.of("CX sweep[16777216] 0", "must be less than 16777216"),
                List.of("CX swoop[1] 0", "1:4: expected 'sweep[' at the start of this target"),
                List.of("R 0 \\\n1", "1:5: expected a target"),
                List.of("X0 1", "1:1: unknown instruction 'X0'"),
                List.of("\nREPEAT 0 {\n}", "2:1: a block must repeat at least once"),
                List.of("REPEAT 2 \n{\n}", "1:10: expected '{' on the line of REPEAT"),
                List.of("REPEAT(1) 2 {\n}", "REPEAT takes no arguments"),
                List.of("REPEAT 2 {\nH 0 }", "2:5: expected a target"),
                List.of("REPEAT 2 {\n", "1:1: this block is never closed"),
                List.of("REPEAT 1152921504606846976 {\n}", "must be less than 1152921504606846976"),
                List.of(
                        "REPEAT 1000000000000 {\nREPEAT 1000000000000 {\nM 0\n}\n}",
                        "5:1: the number of measurements and detectors must be less than 2^63"),
                List.of("}", "1:1: '}' closes no block"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(List<String> pair) {
        TextFormatException fault =
                assertThrows(TextFormatException.class, () -> StimCircuit.parse(pair.get(0), "test.stim"));
        String message = String.valueOf(fault.getMessage());
        assertTrue(message.startsWith("test.stim:") && message.contains(pair.get(1)), message);
    }

    /** Any text gives a circuit that prints to itself, or a fault inside the text. */
    @Test
    void mutantsAreReadOrRefused() {
        int read = 0;
        int cases = 20_000;
        String alphabet = "XYZHMRCEDT*! {}()[]#\n0123456789.-,_recswp";
        for (long seed = 0; seed < cases; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder mutant = new StringBuilder(CIRCUIT);
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                int place = random.nextInt(mutant.length());
                char character = alphabet.charAt(random.nextInt(alphabet.length()));
                switch (random.nextInt(4)) {
                    case 0 -> mutant.setCharAt(place, character);
                    case 1 -> mutant.insert(place, character);
                    case 2 -> mutant.deleteCharAt(place);
                    default -> mutant.delete(place, Math.min(mutant.length(), place + random.nextInt(20)));
                }
            }
            try {
                String text = StimCircuit.parse(mutant.toString(), "m").toString();
                assertEquals(text, StimCircuit.parse(text, "m").toString(), () -> "mutant:\n" + mutant);
                read++;
            } catch (TextFormatException fault) {
                long lines =
                        mutant.chars().filter(character -> character == '\n').count();
                assertTrue(fault.line() >= 1 && fault.line() <= lines + 1, () -> fault + "\n" + mutant);
            }
        }
        assertTrue(read > cases / 20 && read < cases, "mutants that were read: " + read);
    }
}
