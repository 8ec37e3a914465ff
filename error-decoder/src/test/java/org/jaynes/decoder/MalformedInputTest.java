package org.jaynes.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jaynes.decoder.shots.ShotFormat;
import org.jaynes.decoder.shots.ShotFormatException;
import org.jaynes.decoder.shots.ShotLayout;
import org.jaynes.decoder.shots.ShotReader;
import org.jaynes.decoder.stim.StimCircuit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Broken texts and shots, each with the place and the fault that are told. */
class MalformedInputTest {
    /** Texts of a file, each followed by a line {@code ==> LINE:COLUMN: FAULT}. */
    private static Stream<Arguments> cases(String resource) throws IOException {
        List<Arguments> cases = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        try (InputStream in = Objects.requireNonNull(MalformedInputTest.class.getResourceAsStream(resource))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (line.startsWith("==> ")) {
                    cases.add(Arguments.of(text.toString(), line.substring(4)));
                    text.setLength(0);
                } else {
                    text.append(line).append('\n');
                }
            }
        }
        return cases.stream();
    }

    static Stream<Arguments> circuits() throws IOException {
        return cases("malformed-stim.txt");
    }

    static Stream<Arguments> models() throws IOException {
        return cases("malformed-dem.txt");
    }

    @ParameterizedTest
    @MethodSource("circuits")
    void circuitsAreRefusedWithThePlace(String text, String fault) {
        TextFormatException refused = assertThrows(TextFormatException.class, () -> StimCircuit.parse(text, "file"));
        assertEquals("file:" + fault, refused.getMessage());
    }

    @ParameterizedTest
    @MethodSource("models")
    void modelsAreRefusedWithThePlace(String text, String fault) {
        TextFormatException refused =
                assertThrows(TextFormatException.class, () -> DetectorErrorModel.parse(text, "file"));
        assertEquals("file:" + fault, refused.getMessage());
    }

    /** Bytes are written as Latin letters or {@code \xHH}; the layout is 2 measurements, 3 detectors, 1 observable. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "01|10110|shot 0, byte 6: expected '0' or '1' for bit 5 of 6 but found a newline",
                "01|1011001|shot 0, byte 7: expected a newline after 6 bits but found '1'",
                "01|101100\\x0a10110|shot 1, byte 13: expected '0' or '1' for bit 5 of 6 but found a newline",
                "01|101 00|shot 0, byte 4: expected '0' or '1' for bit 3 of 6 but found ' '",
                "01|10112x|shot 0, byte 5: expected '0' or '1' for bit 4 of 6 but found '2'",
                "01|\\x00|shot 0, byte 1: expected '0' or '1' for bit 0 of 6 but found byte 0x00",
                "01|\\x0a|shot 0, byte 1: expected '0' or '1' for bit 0 of 6 but found a newline",
                "hits|6|shot 0, byte 2: index 6",
                "hits|1,,2|shot 0, byte 3",
                "hits|1 2|shot 0, byte 2",
                "hits|a|shot 0, byte 1",
                "hits|,1|shot 0, byte 1",
                "hits|1,|shot 0, byte 3",
                "hits|-1|shot 0, byte 1",
                "hits|99999999999999999999|shot 0, byte",
                "dets|shots M0|shot 0, byte 5: expected ' ' or a newline after a token but found 's'",
                "dets|M0|shot 0, byte 1: expected 'shot' but found 'M'",
                "dets|shot M2|shot 0, byte 8: M2 in a shot with 2 of that kind",
                "dets|shot D3|shot 0, byte 8: D3 in a shot with 3 of that kind",
                "dets|shot L1|shot 0, byte 8: L1 in a shot with 1 of that kind",
                "dets|shot X0|shot 0, byte 6: expected M, D or L but found 'X'",
                "dets|shot M|shot 0, byte 7: expected an index after 'M' but found a newline",
                "dets|shot  M0|shot 0, byte 6: expected M, D or L but found ' '",
                "dets|shot M0,D0|shot 0, byte 8: expected ' ' or a newline after a token but found ','",
                "dets|shot M99999999999999999999|shot 0, byte 27: M",
                "r8|\\x07|shot 0, byte 1: a run of zeros reaches bit 7; a shot has 6 bits",
                "r8|\\x00|shot 0, byte 1: the data ends at bit 1 of 6",
                "r8|\\x05|shot 0, byte 1: the data ends at bit 6 of 6",
                "r8|\\xff|shot 0, byte 1: a run of zeros reaches bit 255; a shot has 6 bits",
                "r8|\\x06\\x01|shot 1, byte 2: the data ends at bit 2 of 6",
                "ptb64|12345678|shot 0, byte 9: the data ends after 9 of the 48 bytes of a group of 64 shots",
            })
    void shotsAreRefusedWithThePlace(String format, String bytes, String fault) throws IOException {
        boolean text = !format.equals("r8");
        byte[] data = (unescaped(bytes) + (text ? "\n" : "")).getBytes(StandardCharsets.ISO_8859_1);
        ShotLayout layout = new ShotLayout(2, 3, 1);
        long[] row = new long[1];
        try (ShotReader reader =
                ShotReader.open(new ByteArrayInputStream(data), "file", ShotFormat.named(format), layout)) {
            ShotFormatException refused = assertThrows(ShotFormatException.class, () -> {
                while (reader.read(row)) {
                    assertEquals(0, row[0] >>> 6);
                }
            });
            String message = String.valueOf(refused.getMessage());
            assertTrue(message.startsWith("file: " + fault), message);
        }
    }

    /** A shot of b8 has 2 bytes here, of which the second is missing. */
    @ParameterizedTest
    @CsvSource({"1, 0", "3, 1", "5, 2"})
    void cutOffBytesAreRefused(int length, int shot) throws IOException {
        ShotLayout layout = ShotLayout.ofMeasurements(9);
        long[] row = new long[1];
        try (ShotReader reader =
                ShotReader.open(new ByteArrayInputStream(new byte[length]), "file", ShotFormat.B8, layout)) {
            ShotFormatException refused = assertThrows(ShotFormatException.class, () -> {
                while (reader.read(row)) {
                    assertEquals(0, row[0]);
                }
            });
            assertEquals(
                    "file: shot %d, byte %d: the data ends after 1 of the shot's 2 bytes".formatted(shot, length),
                    refused.getMessage());
            assertEquals(shot, refused.shot());
        }
    }

    private static String unescaped(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\x", i)) {
                out.append((char) Integer.parseInt(text.substring(i + 2, i + 4), 16));
                i += 3;
            } else {
                out.append(text.charAt(i));
            }
        }
        return out.toString();
    }
}
