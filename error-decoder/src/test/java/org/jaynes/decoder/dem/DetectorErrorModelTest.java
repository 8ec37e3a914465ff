package org.jaynes.decoder.dem;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jaynes.decoder.TextFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DetectorErrorModelTest {
    private static final String MODEL = """
            error(0.125) D0 L0 # a comment
            ERROR[a tag](0.5) d1 ^ D2 l1

            repeat 3 {
                detector(1, 2.5) D0
                error(0.25) D0 D4
                shift_detectors(0, 1) 2
                repeat[inner] 2 {
                    error(1) D1
                }
            }
            detector D9
            logical_observable L4
            """;

    /** Text in, and how stim 1.16.0 prints it. */
    static Stream<List<String>> printed() {
        return Stream.of(
                List.of("error(0.1) D0 ^ D1", "error(0.1000000000000000056) D0 ^ D1"),
                List.of("error(1e-5) D0", "error(1.000000000000000082e-05) D0"),
                List.of("error(0.00001234) D0 D0", "error(1.234000000000000044e-05) D0 D0"),
                List.of("ERROR(0.25) d5 l0", "error(0.25) D5 L0"),
                List.of("detector(1,2.5,-0) D3", "detector(1, 2.5, -0) D3"),
                List.of("detector( 1 , 2 ) D3", "detector(1, 2) D3"),
                List.of("detector(1e22,123456789012345678901234) D0", "detector(1e+22, 1.234567890123456858e+23) D0"),
                List.of("error(0.0002667378157289137966) D0", "error(0.0002667378157289137966) D0"),
                List.of("repeat 0 {\n}\n", "repeat 0 {\n\n}"),
                List.of("repeat 3 {error(1) D0\n}", "repeat 3 {\n    error(1) D0\n}"),
                List.of(
                        "repeat 2{ # c\n error(1) D0\n } # d\nerror(0) D1",
                        "repeat 2 {\n    error(1) D0\n}\nerror(0) D1"),
                List.of("repeat 2 {\n} error(1) D1", "repeat 2 {\n\n}\nerror(1) D1"),
                List.of("error[a\\Cb\\n\\B](.5) D00", "error[a\\Cb\\n\\B](0.5) D0"),
                List.of("error[](1)\tD0\tL0\r\n", "error(1) D0 L0"),
                List.of("error(1)", "error(1)"),
                List.of("error(-0) D0#x", "error(-0) D0"),
                List.of("shift_detectors 5", "shift_detectors 5"),
                List.of("error(1) D1152921504606846975", "error(1) D1152921504606846975"));
    }

    @ParameterizedTest
    @MethodSource
    void printed(List<String> pair) {
        DetectorErrorModel model = DetectorErrorModel.parse(pair.get(0), "test.dem");
        assertEquals(pair.get(1), model.toString());
        assertEquals(
                pair.get(1), DetectorErrorModel.parse(model.toString(), "again").toString());
    }

    @Test
    void countsFollowShiftsThroughLoops() {
        DetectorErrorModel model = DetectorErrorModel.parse(MODEL, "test.dem");
        assertEquals(16, model.detectorCount());
        assertEquals(5, model.observableCount());
        assertEquals(6, model.detectorShift());
    }

    @Test
    void errorsAreVisitedWithShifts() {
        List<String> seen = new ArrayList<>();
        DetectorErrorModel.parse(MODEL, "test.dem").forEachError((probability, targets) -> {
            StringBuilder text = new StringBuilder().append(probability);
            for (long target : targets) {
                text.append(' ');
                DemTarget.append(text, target);
            }
            seen.add(text.toString());
        });
        assertEquals(
                List.of(
                        "0.125 D0 L0",
                        "0.5 D1 ^ D2 L1",
                        "0.25 D0 D4",
                        "1.0 D3",
                        "1.0 D3",
                        "0.25 D2 D6",
                        "1.0 D5",
                        "1.0 D5",
                        "0.25 D4 D8",
                        "1.0 D7",
                        "1.0 D7"),
                seen);
    }

    @Test
    void hugeLoopsCostNoTime() {
        DetectorErrorModel model = DetectorErrorModel.parse(
                "repeat 1000000000000 {\n repeat 1000 {\n error(1) D3\n shift_detectors 1\n}\n}", "test.dem");
        assertEquals(1_000_000_000_000_003L, model.detectorCount());
    }

    @Test
    void nestingHasALimit() {
        String deepest = "repeat 1 {\n".repeat(1_000) + "error(1) D0\n" + "}\n".repeat(1_000);
        assertEquals(1, DetectorErrorModel.parse(deepest, "test.dem").detectorCount());
        TextFormatException fault = assertThrows(
                TextFormatException.class, () -> DetectorErrorModel.parse("repeat 1 {\n" + deepest + "}", "test.dem"));
        assertEquals("test.dem:1001:1: blocks are nested more than 1000 deep", fault.getMessage());
    }

    static Stream<List<String>> refused() {
        return Stream.of(
                List.of("error D0", "1:1: error takes one probability"),
                List.of("error(0.1, 0.2) D0", "1:1: error takes one probability"),
                List.of("error(2) D0", "from 0 to 1 but found [2.0]"),
                List.of("error(-0.1) D0", "from 0 to 1"),
                List.of("error(nan) D0", "1:7: expected a number but found 'n'"),
                List.of("error(1e400) D0", "1:7: the number 1e400 is too large"),
                List.of("error() D0", "1:7: expected a number but found ')'"),
                List.of("error(1e) D0", "1:7: expected a number but found '1e'"),
                List.of("error(1--2) D0", "expected a number but found '1--2'"),
                List.of("error(0." + "0".repeat(70) + ") D0", "more than 63 characters"),
                List.of("error(0.1 D0", "1:11: expected ',' or ')'"),
                List.of("error(0.1)[x] D0", "1:11: expected a blank between targets but found '['"),
                List.of("error[x", "1:8: expected ']'"),
                List.of("error[x\n](0.1)", "1:8: expected ']'"),
                List.of("error[\\q](0.1)", "1:8: expected n, r, B or C after"),
                List.of("error (0.1) D0", "1:1: error takes one probability"),
                List.of("error(0.1) D0^D1", "1:14: expected a blank between targets but found '^'"),
                List.of("error(0.1) D0;", "1:14: expected a blank"),
                List.of("error(0.1) ^ D0", "1:12: '^' stands between components; expected a target before it"),
                List.of("error(0.1) D0 ^", "1:15: '^' stands between components; expected a target after it"),
                List.of("error(0.1) D0 ^ ^ D1", "1:17: '^' stands between"),
                List.of("error(0.1) 5", "1:12: expected a target (D5, L0 or ^) but found '5'"),
                List.of("error(0.1) D", "1:13: expected a detector number but found the end of the text"),
                List.of("error(0.1) D-1", "1:13: expected a detector number but found '-'"),
                List.of(
                        "error(0.1) D1152921504606846976",
                        "1:13: a detector number must be less than 1152921504606846976"),
                List.of("error(0.1) D99999999999999999999999", "must be less than"),
                List.of("error(0.1) L4294967296", "1:13: an observable number must be less than 4294967296"),
                List.of("error(0.1) D0 {", "1:15: expected a target"),
                List.of("\n\n  detector D0 D1", "3:15: expected the end of the line but found 'D'"),
                List.of("detector", "1:9: expected a target but found the end of the text"),
                List.of("detector L0", "1:10: expected a detector such as D5 but found 'L'"),
                List.of("logical_observable(1) L0", "1:1: LOGICAL_OBSERVABLE takes no arguments"),
                List.of("logical_observable D0", "1:20: expected an observable such as L0 but found 'D'"),
                List.of("shift_detectors -5", "1:17: expected the number of detectors to shift by but found '-'"),
                List.of("shift_detectors D5", "1:17: expected the number of detectors"),
                List.of("shift_detectors 1152921504606846976", "must be less than 1152921504606846976"),
                List.of("shift_detectors 1 2", "1:19: expected the end of the line"),
                List.of("repeat 2 \n{\n}", "1:10: expected '{' on the line of repeat but found the end of the line"),
                List.of("repeat {\n}", "1:8: expected the number of repetitions but found '{'"),
                List.of("repeat 99999999999999999999 {\n}", "1:8: the number of repetitions must be less than"),
                List.of("repeat(1) 2 {\n}", "1:1: REPEAT takes no arguments"),
                List.of("repeat 2 {\n", "1:1: this block is never closed"),
                List.of("}\n", "1:1: '}' closes no block"),
                List.of("repeat 3 {\n error(0.1) D0 }", "2:16: expected a target"),
                List.of("frobnicate D0", "1:1: unknown instruction 'FROBNICATE'"),
                List.of("0", "1:1: expected the name of an instruction but found '0'"),
                List.of("error\u00e9(1) D0", "1:1: error takes one probability"),
                List.of(
                        "shift_detectors 1000000000000000000\nrepeat 1000000000000 {\n shift_detectors 1000000000\n}",
                        "detector numbers, with all shifts, must be less than 2^63"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(List<String> pair) {
        TextFormatException fault =
                assertThrows(TextFormatException.class, () -> DetectorErrorModel.parse(pair.get(0), "test.dem"));
        String message = String.valueOf(fault.getMessage());
        assertTrue(message.startsWith("test.dem:") && message.contains(pair.get(1)), message);
    }

    /** Any text gives a model that prints to itself, or a fault inside the text. */
    @Test
    void mutantsAreReadOrRefused() {
        int read = 0;
        int cases = 20_000;
        String alphabet = "DL^ {}()[]#\\\n0123456789.eE-,repatshiftdetectorlogicalobservable";
        for (long seed = 0; seed < cases; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder mutant = new StringBuilder(MODEL);
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
                String text = DetectorErrorModel.parse(mutant.toString(), "m").toString();
                assertEquals(text, DetectorErrorModel.parse(text, "m").toString(), () -> "mutant:\n" + mutant);
                read++;
            } catch (TextFormatException fault) {
                long lines =
                        mutant.chars().filter(character -> character == '\n').count();
                assertTrue(fault.line() >= 1 && fault.line() <= lines + 1, () -> fault + "\n" + mutant);
            }
        }
        assertTrue(read > cases / 20 && read < cases, "mutants that were read: " + read);
    }

    @Test
    void parserTakesBytesAndKeepsForeignTags() {
        byte[] text = "error[\u00e9\u4e2d](0.5) D0".getBytes(StandardCharsets.UTF_8);
        DemInstruction.ErrorMechanism error = (DemInstruction.ErrorMechanism)
                new DemParser(text, "b").parse().instructions().get(0);
        assertEquals("\u00e9\u4e2d", error.tag());
        assertArrayEquals(new long[] {0}, error.targets());
    }
}
