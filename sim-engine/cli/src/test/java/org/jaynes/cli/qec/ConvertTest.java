package org.jaynes.cli.qec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jaynes.cli.Cli;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code convert} from each format to each: stim's bytes, dense rows and sparse ones with gaps of more than 255. */
class ConvertTest {
    private static final int SHOTS = 128;

    /**
     * Measurements, detectors, observables, format, and the first 16 hex digits of the SHA-256 of what {@code stim convert}
     * 1.16.0 writes for the bits of {@link #bit}; for ptb64, which that command refuses to write, {@code
     * stim.write_shot_data_file}.
     */
    private static final String EXPECTED = """
            1, 0, 0, 01, b07bd50c8773108d
            1, 0, 0, b8, aaa7d26317e144c7
            1, 0, 0, r8, f609c57a8f5fcde3
            1, 0, 0, ptb64, a152ff2e1d3c71d7
            1, 0, 0, hits, 0ecbe747a69a686e
            1, 0, 0, dets, 8d7cf908c32e8f03
            9, 0, 0, 01, 01026e7a8e4c4be1
            9, 0, 0, b8, 93a1fe5b1ee7519f
            9, 0, 0, r8, 2fae9f08ddbdaed8
            9, 0, 0, ptb64, d90780ec20cd3f63
            9, 0, 0, hits, 9ce402a6bb3da767
            9, 0, 0, dets, 149c3c40dfe84278
            0, 61, 3, 01, a7eb500b3c7e26bd
            0, 61, 3, b8, e0b900be7b537df9
            0, 61, 3, r8, 32e324340536a4af
            0, 61, 3, ptb64, 8ebb55e9afcd26e6
            0, 61, 3, hits, db05ed88e11e9391
            0, 61, 3, dets, 7256dad9df4cc5f7
            0, 690, 10, 01, 390ad12409b74bfc
            0, 690, 10, b8, 82b770689f7d2a49
            0, 690, 10, r8, e282e7a1ed85b3d2
            0, 690, 10, ptb64, 137afc4b577a0d9d
            0, 690, 10, hits, 29e75a0461191788
            0, 690, 10, dets, 6e328b71b59c4b23
            30, 270, 0, 01, fc289dd1e6df7bad
            30, 270, 0, b8, 2f8626b1399e9ec1
            30, 270, 0, r8, caee8af7f639e557
            30, 270, 0, ptb64, b13b5f5cb03200d4
            30, 270, 0, hits, 53f781445efb6dde
            30, 270, 0, dets, 47738ab633f7c839
            """;

    @TempDir
    private Path folder;

    private static boolean bit(int shot, int k) {
        return (131 * shot + k * k) % (k < 40 ? 7 : 509) == 0;
    }

    private Path rows(int bits) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int shot = 0; shot < SHOTS; shot++) {
            for (int k = 0; k < bits; k++) {
                text.append(bit(shot, k) ? '1' : '0');
            }
            text.append('\n');
        }
        return Files.writeString(folder.resolve("in"), text);
    }

    private static void convert(Path in, String inFormat, Path out, String outFormat, List<Object> kinds) {
        List<Object> arguments = new ArrayList<>(List.of(
                "qec", "convert", "--in", in, "--in_format", inFormat, "--out", out, "--out_format", outFormat));
        arguments.addAll(kinds);
        Cli.run(arguments.toArray()).exits(0).isQuiet().printsNothing();
    }

    private static String hash(Path file) throws IOException, GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        return HexFormat.of().formatHex(digest).substring(0, 16);
    }

    @Test
    void everyFormatToEveryFormat() throws IOException, GeneralSecurityException {
        Map<List<Integer>, Map<String, String>> cases =
                new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
        EXPECTED.lines().forEach(line -> {
            String[] words = line.strip().split(", ", -1);
            List<Integer> counts =
                    List.of(Integer.parseInt(words[0]), Integer.parseInt(words[1]), Integer.parseInt(words[2]));
            cases.computeIfAbsent(counts, _ -> new TreeMap<>()).put(words[3], words[4]);
        });
        for (Map.Entry<List<Integer>, Map<String, String>> entry : cases.entrySet()) {
            List<Integer> counts = entry.getKey();
            List<Object> kinds = new ArrayList<>();
            List<String> names = List.of("--num_measurements", "--num_detectors", "--num_observables");
            for (int i = 0; i < names.size(); i++) {
                if (counts.get(i) > 0) {
                    kinds.addAll(List.of(names.get(i), counts.get(i)));
                }
            }
            Path rows = rows(counts.stream().mapToInt(Integer::intValue).sum());
            Path from = folder.resolve("from");
            Path to = folder.resolve("to");
            for (String inFormat : entry.getValue().keySet()) {
                convert(rows, "01", from, inFormat, kinds);
                for (Map.Entry<String, String> expected : entry.getValue().entrySet()) {
                    convert(from, inFormat, to, expected.getKey(), kinds);
                    assertEquals(expected.getValue(), hash(to), counts + " " + inFormat + " to " + expected.getKey());
                }
            }
        }
    }
}
