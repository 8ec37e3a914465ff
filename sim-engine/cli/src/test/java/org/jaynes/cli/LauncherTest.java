package org.jaynes.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs {@code ./jaynes} in a house of its own, with JDKs and a Maven that only tell how they were called. */
class LauncherTest {
    private static final Path LAUNCHER =
            Path.of("../../jaynes").toAbsolutePath().normalize();
    private static final String[] TOOLS = {
        "sh",
        "readlink",
        "dirname",
        "find",
        "mkdir",
        "touch",
        "tr",
        "cp",
        "mv",
        "rm",
        "flock",
        "sed",
        "cat",
        "rmdir",
        "sleep"
    };

    /** With a blank, as folders of users may have. */
    private Path house;

    private Path jdks;
    private Path tools;

    private record Outcome(int exitCode, String out, String err) {}

    @BeforeEach
    void buildHouse(@TempDir Path folder) throws IOException {
        house = Files.createDirectories(folder.resolve("my house"));
        jdks = Files.createDirectories(folder.resolve("jdks"));
        tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : TOOLS) {
            script(tools.resolve(tool), "exec " + find(tool) + " \"$@\"");
        }
        Files.copy(LAUNCHER, house.resolve("jaynes"));
        for (String source :
                List.of("pom.xml", "kernels/build", "native/build", "bench/src/main/B.java", "bench/src/test/T.java")) {
            Path file = house.resolve(source);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "");
        }
        makeOld(house);
        installMaven("exit 0");
    }

    @Test
    void buildsOnceAndThenOnlyStarts() throws Exception {
        installJdk("jdk-25", "25.0.3");
        Outcome first = launch("run", "a b.qasm");
        assertEquals(0, first.exitCode(), first.err());
        assertTrue(first.out().endsWith("org.jaynes.cli.Main\nrun\na b.qasm\n"), first.out());
        assertEquals("jaynes: building; the first build takes some minutes\n", first.err());

        Outcome second = launch("run", "a b.qasm");
        assertEquals("", second.err());
        assertEquals(first.out(), second.out());
        assertEquals(1, builds());
    }

    @Test
    void classPathHasEveryJar() throws Exception {
        installJdk("jdk-25", "25.0.3");
        String out = launch("devices").out();
        String lib = house.resolve("target/app/lib").toString();
        assertTrue(out.contains(lib + "/a.jar:" + lib + "/b.jar:" + lib + "/jaynes-bench-1.jar\n"), out);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "bench/src/main/B.java", "kernels/build", "native/build", "jaynes"})
    void aNewerSourceIsBuilt(String source) throws Exception {
        installJdk("jdk-25", "25.0.3");
        launch("devices");
        Files.setLastModifiedTime(
                house.resolve(source), FileTime.from(Instant.now().plusSeconds(5)));
        launch("devices");
        assertEquals(2, builds());
    }

    @Test
    void aDeletedSourceIsNoticed() throws Exception {
        installJdk("jdk-25", "25.0.3");
        launch("devices");
        Files.delete(house.resolve("bench/src/main/B.java"));
        Files.setLastModifiedTime(
                house.resolve("bench/src/main"), FileTime.from(Instant.now().plusSeconds(5)));
        launch("devices");
        assertEquals(2, builds());
    }

    @Test
    void aNewerTestIsNotBuilt() throws Exception {
        installJdk("jdk-25", "25.0.3");
        launch("devices");
        Files.setLastModifiedTime(
                house.resolve("bench/src/test/T.java"),
                FileTime.from(Instant.now().plusSeconds(5)));
        launch("devices");
        assertEquals(1, builds());
    }

    @Test
    void worksThroughASymbolicLink() throws Exception {
        installJdk("jdk-25", "25.0.3");
        Path link = Files.createSymbolicLink(tools.resolve("jaynes-link"), house.resolve("jaynes"));
        Outcome outcome = start(Map.of(), link.toString(), "devices");
        assertEquals(0, outcome.exitCode(), outcome.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"25.0.3", "25.0.10", "25.1", "25.0.3.1", "26", "26-ea", "26.0.1"})
    void acceptsNewEnoughJdks(String version) throws Exception {
        installJdk("old", "17.0.15");
        Path jdk = installJdk("some-jdk", version);
        assertEquals(jdk.toString(), launch("devices").out().lines().findFirst().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"25", "25-ea", "25.0.2", "24.0.9", "17.0.15", "1.8.0_402"})
    void refusesOldJdksByName(String version) throws Exception {
        Path jdk = installJdk("some-jdk", version);
        Outcome outcome = launch("devices");
        assertEquals(1, outcome.exitCode());
        assertTrue(outcome.err().contains(jdk + " is " + version), outcome.err());
        assertTrue(outcome.err().contains("25.0.3") && outcome.err().contains("adoptium.net"), outcome.err());
    }

    @Test
    void javaHomeWinsWhenItWillDo() throws Exception {
        installJdk("a", "25.0.3");
        Path home = installJdk("z", "25.0.4");
        Path old = installJdk("older", "21.0.1");
        assertEquals(home.toString(), firstLine(start(Map.of("JAVA_HOME", home.toString()), "devices")));
        assertEquals(jdks.resolve("a").toString(), firstLine(start(Map.of("JAVA_HOME", old.toString()), "devices")));
    }

    @Test
    void findsTheJdkOfThePath() throws Exception {
        Path jdk = installJdk("a", "25.0.3");
        Files.createSymbolicLink(tools.resolve("javac"), jdk.resolve("bin/javac"));
        Outcome outcome = start(Map.of("JAYNES_JDK_FOLDERS", ""), "devices");
        assertEquals(jdk.toString(), firstLine(outcome));
    }

    @Test
    void saysThatMavenIsMissing() throws Exception {
        installJdk("jdk-25", "25.0.3");
        Files.delete(tools.resolve("mvn"));
        Outcome outcome = launch("devices");
        assertEquals(1, outcome.exitCode());
        assertTrue(outcome.err().contains("Maven") && outcome.err().contains("apt install maven"), outcome.err());
    }

    @Test
    void aFailedBuildShowsItsOutputAndIsTriedAgain() throws Exception {
        installJdk("jdk-25", "25.0.3");
        installMaven("echo '[ERROR] B.java:[3,7] no'; exit 1");
        Outcome outcome = launch("devices");
        assertEquals(1, outcome.exitCode());
        assertTrue(outcome.err().contains("[ERROR] B.java:[3,7] no\n"), outcome.err());
        installMaven("exit 0");
        assertEquals(0, launch("devices").exitCode());
    }

    @Test
    void passesOnWhatTheNativePartsLack() throws Exception {
        installJdk("jdk-25", "25.0.3");
        installMaven("echo '[INFO] compiling'; echo 'native: no CMake, so no native libraries'; exit 0");
        assertTrue(launch("devices").err().endsWith("\nnative: no CMake, so no native libraries\n"));
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        installJdk("jdk-25", "25.0.3");
        installMaven("mkdir \"$house/busy\" || exit 1; sleep 0.5; rmdir \"$house/busy\"; exit 0");
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(process(Map.of(), house.resolve("jaynes").toString(), "devices")
                    .redirectErrorStream(true)
                    .start());
        }
        for (Process process : processes) {
            String text = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertEquals(0, process.waitFor(), text);
        }
        assertEquals(1, builds());
    }

    @Test
    void testRunsMavenWithTheArguments() throws Exception {
        installJdk("jdk-25", "25.0.3");
        Outcome outcome = launch("test", "-pl", "sim-engine/core");
        assertEquals(0, outcome.exitCode(), outcome.err());
        String call = Files.readString(house.resolve("maven-calls"));
        assertTrue(call.endsWith(" verify -pl sim-engine/core\n"), call);
    }

    @Test
    void onlyATestOfEverythingCountsAsABuild() throws Exception {
        installJdk("jdk-25", "25.0.3");
        launch("test", "-pl", "sim-engine/core");
        launch("devices");
        assertEquals(2, builds());
        Files.setLastModifiedTime(house.resolve("pom.xml"), FileTime.from(Instant.now()));
        launch("test");
        launch("devices");
        assertEquals(3, builds());
    }

    @Test
    void withoutACommandShowsTheUsage() throws Exception {
        installJdk("jdk-25", "25.0.3");
        Outcome outcome = launch();
        assertEquals(2, outcome.exitCode());
        assertTrue(outcome.err().startsWith("Usage: ./jaynes COMMAND"), outcome.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"test", "build", "dist", "jdk", "format", "check"})
    void everyCommandOfTheLauncherHasHelpAndThenDoesNothing(String command) throws Exception {
        Outcome outcome = launch(command, "--help");
        assertEquals(0, outcome.exitCode(), outcome.err());
        assertTrue(outcome.out().startsWith("Usage: ./jaynes " + command), outcome.out());
        assertFalse(Files.exists(house.resolve("maven-calls")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"build", "dist", "jdk", "format", "check"})
    void aMistypedOptionStartsNothing(String command) throws Exception {
        installJdk("jdk-25", "25.0.3");
        Outcome outcome = launch(command, "--hlep");
        assertEquals(2, outcome.exitCode());
        assertTrue(outcome.err().contains("takes no arguments, found: --hlep"), outcome.err());
        assertFalse(Files.exists(house.resolve("maven-calls")));
    }

    @Test
    void printsTheJdkWithoutBuilding() throws Exception {
        Outcome none = launch("jdk");
        assertEquals(1, none.exitCode());
        Path jdk = installJdk("jdk-25", "25.0.3");
        assertEquals(jdk + "\n", launch("jdk").out());
        assertFalse(Files.exists(house.resolve("maven-calls")));
    }

    @Test
    void helpListsTheCommandsOfTheFolderAndThoseOfTheCommandLine() throws Exception {
        installJdk("jdk-25", "25.0.3");
        String out = launch("--help").out();
        assertTrue(out.contains("  dist "), out);
        assertTrue(out.endsWith("org.jaynes.cli.Main\n--help\n"), out);
    }

    private Outcome launch(String... arguments) throws Exception {
        return start(Map.of(), arguments);
    }

    private Outcome start(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(arguments));
        if (arguments.length == 0 || !arguments[0].startsWith("/")) {
            command.addFirst(house.resolve("jaynes").toString());
        }
        Path err = Files.createTempFile(house.getParent(), "err", "");
        Process process = process(environment, command.toArray(String[]::new))
                .redirectError(err.toFile())
                .start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), out, Files.readString(err));
    }

    private ProcessBuilder process(Map<String, String> environment, String... command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", tools.toString());
        builder.environment().put("JAYNES_JDK_FOLDERS", jdks.toString());
        builder.environment().putAll(environment);
        return builder;
    }

    /** A JDK whose {@code java} prints its folder, then its class path and what follows it, a line each. */
    private Path installJdk(String name, String version) throws IOException {
        Path jdk = jdks.resolve(name);
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(
                jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\nOS_NAME=\"Linux\"\n");
        script(jdk.resolve("bin/javac"), "exit 0");
        script(
                jdk.resolve("bin/java"),
                "echo '" + jdk + "'; while [ \"$1\" != -cp ]; do shift; done; shift; printf '%s\\n' \"$@\"");
        return jdk;
    }

    /** A Maven that notes its arguments and leaves what the launcher takes from a build. */
    private void installMaven(String end) throws IOException {
        script(tools.resolve("mvn"), """
                house='%s'
                echo "$*" >>"$house/maven-calls"
                mkdir -p "$house/bench/target"
                for jar in a b; do echo >"$house/bench/target/$jar.jar"; done
                echo >"$house/bench/target/jaynes-bench-1.jar"
                printf '%%s' "$house/bench/target/b.jar:$house/bench/target/a.jar" >"$house/bench/target/classpath"
                """.formatted(house) + end);
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    private long builds() throws IOException {
        try (Stream<String> calls = Files.lines(house.resolve("maven-calls"))) {
            return calls.count();
        }
    }

    private static String firstLine(Outcome outcome) {
        return outcome.out().lines().findFirst().orElse(outcome.err());
    }

    private static Path find(String tool) {
        return Stream.of("/usr/bin", "/bin")
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(tool + " is not in /usr/bin or /bin"));
    }

    /** Sources lie older than any build, as after a checkout some time ago. */
    private static void makeOld(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
            }
        }
    }
}
