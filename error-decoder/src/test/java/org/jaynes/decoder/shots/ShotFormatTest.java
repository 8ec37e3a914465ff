package org.jaynes.decoder.shots;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ShotFormatTest {
    private static byte[] write(ShotFormat format, ShotLayout layout, List<long[]> rows) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ShotWriter writer = ShotWriter.open(bytes, format, layout)) {
            for (long[] row : rows) {
                writer.write(row);
            }
        }
        return bytes.toByteArray();
    }

    private static List<long[]> read(ShotFormat format, ShotLayout layout, byte[] data) throws IOException {
        List<long[]> rows = new ArrayList<>();
        try (ShotReader reader = ShotReader.open(new ByteArrayInputStream(data), "test", format, layout)) {
            long[] row = new long[layout.wordCount()];
            while (reader.read(row)) {
                rows.add(row.clone());
            }
        }
        return rows;
    }

    private static long[] rowWithOnes(int bits, int... ones) {
        long[] row = new long[(bits + 63) / 64];
        for (int one : ones) {
            row[one / 64] |= 1L << one;
        }
        return row;
    }

    private static long[] rowOf(String bits) {
        long[] row = new long[(bits.length() + 63) / 64];
        for (int i = 0; i < bits.length(); i++) {
            if (bits.charAt(i) == '1') {
                row[i / 64] |= 1L << i;
            }
        }
        return row;
    }

    /** Bytes written by stim 1.16.0. */
    @ParameterizedTest
    @CsvSource({
        "14, 4 5 6 7 10 11 13, b8, f02c",
        "14, 4 5 6 7 10 11 13, r8, 0400000002000100",
        "14, 4 5 6 7 10 11 13, hits, 342c352c362c372c31302c31312c31330a",
        "14, 4 5 6 7 10 11 13, 01, 30303030313131313030313130310a",
        "41, 9, r8, 091f",
        "300, 255, r8, ff002c",
        "300, 256, r8, ff012b",
        "300, '', r8, ff2d",
        "255, '', r8, ff00",
        "0, '', r8, 00",
        "0, '', b8, ''",
        "0, '', 01, 0a",
        "0, '', hits, 0a",
    })
    void bytesAreThoseOfStim(int bits, String ones, String format, String hex) throws IOException {
        int[] positions = Stream.of(ones.split(" "))
                .filter(one -> !one.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
        byte[] written =
                write(ShotFormat.named(format), ShotLayout.ofMeasurements(bits), List.of(rowWithOnes(bits, positions)));
        assertEquals(hex, HexFormat.of().formatHex(written));
    }

    @Test
    void ptb64KeepsBitsOfOneMeasurementTogether() throws IOException {
        List<long[]> rows = new ArrayList<>();
        for (int shot = 0; shot < 64; shot++) {
            rows.add(rowOf("01"));
        }
        byte[] written = write(ShotFormat.PTB64, ShotLayout.ofMeasurements(2), rows);
        assertEquals("0000000000000000ffffffffffffffff", HexFormat.of().formatHex(written));
    }

    @Test
    void detsNamesTheKinds() throws IOException {
        byte[] written =
                write(ShotFormat.DETS, new ShotLayout(1, 2, 1), List.of(rowOf("1011"), rowOf("0000"), rowOf("0100")));
        assertEquals("shot M0 D1 L0\nshot\nshot D0\n", new String(written, ISO_8859_1));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsRead(ShotFormat format) throws IOException {
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int bits = random.nextInt(1, 700);
            int detectors = random.nextInt(bits + 1);
            int observables = random.nextInt(bits - detectors + 1);
            ShotLayout layout = new ShotLayout(bits - detectors - observables, detectors, observables);
            double density = random.nextInt(3) * 0.3;
            int shots = format == ShotFormat.PTB64 ? 64 * random.nextInt(4) : random.nextInt(100);
            List<long[]> rows = new ArrayList<>();
            for (int shot = 0; shot < shots; shot++) {
                long[] row = new long[layout.wordCount()];
                for (int bit = 0; bit < bits; bit++) {
                    row[bit / 64] |= random.nextDouble() < density ? 1L << bit : 0;
                }
                rows.add(row);
            }
            List<long[]> found = read(format, layout, write(format, layout, rows));
            assertEquals(shots, found.size(), "seed " + seed);
            for (int shot = 0; shot < shots; shot++) {
                assertArrayEquals(rows.get(shot), found.get(shot), "seed " + seed + ", shot " + shot);
            }
        }
    }

    /** Layouts that real files have but writers of Stim do not make. */
    @ParameterizedTest
    @CsvSource({
        "01, '01\r\n10\r\n', '01 10'",
        "hits, '0,1,0\n\n1\n', '01 00 01'",
        "hits, '1\r\n', '01'",
    })
    void readersTakeWhatStimTakes(String format, String data, String rows) throws IOException {
        List<long[]> found = read(ShotFormat.named(format), ShotLayout.ofMeasurements(2), data.getBytes(ISO_8859_1));
        List<long[]> expected =
                Arrays.stream(rows.split(" ")).map(ShotFormatTest::rowOf).toList();
        assertEquals(expected.size(), found.size());
        for (int shot = 0; shot < found.size(); shot++) {
            assertArrayEquals(expected.get(shot), found.get(shot));
        }
    }

    @Test
    void detsReaderSkipsBlankSpaceBetweenShotsAndTakesAnyOrder() throws IOException {
        List<long[]> found =
                read(ShotFormat.DETS, new ShotLayout(0, 2, 1), "shot L0 D1 D1\n\n  shot\r\n".getBytes(ISO_8859_1));
        assertEquals(2, found.size());
        assertArrayEquals(rowOf("011"), found.get(0));
        assertArrayEquals(rowOf("000"), found.get(1));
    }

    static Stream<List<String>> brokenData() {
        return Stream.of(
                // format, data, part of the message
                List.of("01", "01\n1", "shot 1, byte 4: expected '0' or '1' for bit 1 of 2 but found the end"),
                List.of("01", "01\n10", "shot 1, byte 5: expected a newline after 2 bits but found the end"),
                List.of("01", "012\n", "shot 0, byte 3: expected a newline after 2 bits but found '2'"),
                List.of("01", "0x\n", "bit 1 of 2 but found 'x'"),
                List.of("01", "\n", "bit 0 of 2 but found a newline"),
                List.of("01", "01\rx", "expected a newline after 2 bits but found 'x'"),
                List.of("01", "0\u00ff\n", "found byte 0xff"),
                List.of("r8", "\u0005", "a run of zeros reaches bit 5; a shot has 2 bits"),
                List.of("r8", "\u00ff\u00ff", "a run of zeros reaches bit 255"),
                List.of("r8", "\u0002\u0000", "shot 1, byte 2: the data ends at bit 1 of 2"),
                List.of("r8", "\u0001", "the data ends at bit 2 of 2"),
                List.of("ptb64", "1234567", "the data ends after 7 of the 16 bytes"),
                List.of("hits", "1", "expected ',' or a newline after an index but found the end"),
                List.of("hits", "2\n", "index 2 in a shot of 2 bits"),
                List.of("hits", "99999999999999999999\n", "in a shot of 2 bits"),
                List.of("hits", " 1\n", "expected the index of a one but found ' '"),
                List.of("hits", "1,\n", "expected the index of a one but found a newline"),
                List.of("hits", ",1\n", "expected the index of a one but found ','"),
                List.of("hits", "-1\n", "expected the index of a one but found '-'"),
                List.of("hits", "1;0\n", "expected ',' or a newline after an index but found ';'"),
                List.of("dets", "shoT\n", "expected 'shot' but found 'T'"),
                List.of("dets", "shot D0  D1\n", "expected M, D or L but found ' '"),
                List.of("dets", "shot D0 \n", "expected M, D or L but found a newline"),
                List.of("dets", "shot d0\n", "expected M, D or L but found 'd'"),
                List.of("dets", "shot D\n", "expected an index after 'D' but found a newline"),
                List.of("dets", "shot D1\n", "D1 in a shot with 1 of that kind"),
                List.of("dets", "shot M0\n", "M0 in a shot with 0 of that kind"),
                List.of("dets", "shot D0", "expected ' ' or a newline after a token but found the end"),
                List.of("dets", "shot D0,L0\n", "expected ' ' or a newline after a token but found ','"));
    }

    @ParameterizedTest
    @MethodSource("brokenData")
    void brokenDataIsRefusedWhereItBreaks(List<String> broken) {
        ShotFormatException refused = assertThrows(
                ShotFormatException.class,
                () -> read(
                        ShotFormat.named(broken.get(0)),
                        new ShotLayout(0, 1, 1),
                        broken.get(1).getBytes(ISO_8859_1)));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.startsWith("test: shot "), message);
        assertTrue(message.contains(broken.get(2)), message);
    }

    @Test
    void b8RefusesAHalfShotAndDropsPadding() throws IOException {
        ShotLayout layout = ShotLayout.ofMeasurements(9);
        assertThrows(ShotFormatException.class, () -> read(ShotFormat.B8, layout, new byte[] {1, 0, 1}));
        assertArrayEquals(
                new long[] {0x1FF},
                read(ShotFormat.B8, layout, new byte[] {-1, -1}).get(0));
    }

    @Test
    void ptb64WriterRefusesABrokenGroup() {
        List<long[]> rows = List.of(rowOf("01"));
        assertThrows(IllegalStateException.class, () -> write(ShotFormat.PTB64, ShotLayout.ofMeasurements(2), rows));
    }

    /** Any bytes give shots or a located error, never another exception. */
    @ParameterizedTest
    @EnumSource
    void mutatedDataIsReadOrRefused(ShotFormat format) throws IOException {
        ShotLayout layout = new ShotLayout(3, 60, 7);
        List<long[]> rows = new ArrayList<>();
        SplittableRandom content = new SplittableRandom(1);
        for (int shot = 0; shot < 64; shot++) {
            rows.add(new long[] {content.nextLong() & 0x1122_4488_8844_2211L, content.nextLong(1 << 6)});
        }
        byte[] whole = write(format, layout, rows);
        int refused = 0;
        for (long seed = 0; seed < 3_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] mutant = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
            for (int change = random.nextInt(4); change > 0 && mutant.length > 0; change--) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
            }
            try {
                for (long[] row : read(format, layout, mutant)) {
                    assertEquals(0, row[1] >>> 6, "padding, seed " + seed);
                }
            } catch (ShotFormatException located) {
                refused++;
                assertTrue(located.offset() <= mutant.length, "seed " + seed);
            }
        }
        assertTrue(refused > 1_000, "mutants refused: " + refused);
    }

    @Test
    void unknownFormatIsNamed() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> ShotFormat.named("b9"));
        assertEquals("unknown result format 'b9'; known: 01, b8, r8, ptb64, hits, dets", refused.getMessage());
        assertFalse(ShotFormat.named("01") == ShotFormat.B8);
    }
}
