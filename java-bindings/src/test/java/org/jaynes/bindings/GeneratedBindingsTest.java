package org.jaynes.bindings;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jaynes.bindings.generated.cpu.JaynesCpu;
import org.jaynes.bindings.generated.decoder.JaynesDecoder;
import org.jaynes.bindings.generated.launch.JaynesLaunch;
import org.jaynes.bindings.generated.ldpc.JaynesLdpc;
import org.jaynes.bindings.generated.photonics.JaynesPhotonics;
import org.jaynes.bindings.generated.plan.JaynesPlan;
import org.junit.jupiter.api.Test;

/** The committed bindings are what jextract wrote, from the headers as they are now. */
class GeneratedBindingsTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final Path GENERATED = MODULE.resolve("src/main/java/org/jaynes/bindings/generated");
    private static final String REMEDY = "generated sources are not edited: run java-bindings/jextract/regenerate";

    @Test
    void sources_are_as_generated() throws Exception {
        Map<String, String> expected = new TreeMap<>();
        for (String line : Files.readAllLines(MODULE.resolve("jextract/SHA256SUMS"))) {
            String[] parts = line.split(" +", 2);
            expected.put(parts[1], parts[0]);
        }
        assertEquals(lines(expected), lines(hashes()), REMEDY);
    }

    @Test
    void constants_are_those_of_the_headers() {
        assertAll(
                () -> assertConstants(JaynesPlan.class, "kernels/src/common/jaynes_plan.h"),
                () -> assertConstants(JaynesLdpc.class, "kernels/src/common/jaynes_ldpc.h"),
                () -> assertConstants(
                        JaynesPhotonics.class,
                        "kernels/src/common/jaynes_photonics.h",
                        "kernels/src/photonics/launch.h"),
                () -> assertConstants(
                        JaynesDecoder.class,
                        "kernels/src/common/jaynes_decoder.h",
                        "kernels/src/common/jaynes_frames.h"),
                () -> assertConstants(JaynesLaunch.class, "kernels/src/statevector/launch.h"),
                () -> assertConstants(JaynesCpu.class, "native/cpu/include/jaynes_cpu.h"));
    }

    private static void assertConstants(Class<?> bindings, String... headers) throws Exception {
        StringBuilder text = new StringBuilder();
        for (String header : headers) {
            text.append(Files.readString(MODULE.resolve("..").resolve(header)));
        }
        Map<String, String> defined = Pattern.compile("(?m)^#define (JAYNES_\\w+) (0x[0-9A-F]+|\\d+)u?\\b")
                .matcher(text)
                .results()
                .collect(Collectors.toMap(
                        found -> found.group(1),
                        (MatchResult found) ->
                                String.valueOf(Long.decode(found.group(2)).intValue())));
        Map<String, String> generated = new TreeMap<>();
        for (Method method : bindings.getDeclaredMethods()) {
            if (method.getName().startsWith("JAYNES_")) {
                generated.put(method.getName(), String.valueOf(method.invoke(null)));
            }
        }
        assertEquals(
                lines(new TreeMap<>(defined)),
                lines(generated),
                String.join(", ", headers) + " has changed (constants are listed in java-bindings/jextract/*.args); "
                        + REMEDY);
    }

    private static Map<String, String> hashes() throws IOException {
        try (Stream<Path> files = Files.walk(GENERATED)) {
            return files.filter(Files::isRegularFile)
                    .collect(Collectors.toMap(
                            file -> GENERATED.relativize(file).toString(),
                            GeneratedBindingsTest::hash,
                            (a, b) -> a,
                            TreeMap::new));
        }
    }

    private static String hash(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (Exception e) {
            throw new AssertionError(file.toString(), e);
        }
    }

    private static String lines(Map<String, String> map) {
        return map.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining("\n"));
    }
}
