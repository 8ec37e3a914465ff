package org.jaynes.bindings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jaynes.probe.FindNativeParts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How native parts are found or refused, each in a process of its own, since a process looks for them once. */
class FindNativePartsTest {
    private static final String RESOURCES = "/META-INF/native/linux-x86_64/";

    @TempDir
    private Path folder;

    private String find(String part, List<String> options, Map<String, String> environment) throws Exception {
        List<String> all = new ArrayList<>(options);
        if (options.stream().noneMatch(option -> option.startsWith("-Djaynes.cache="))) {
            all.add("-Djaynes.cache=" + folder.resolve("cache"));
        }
        JavaProcess.Result result =
                JavaProcess.start(FindNativeParts.class, all, environment, part).await();
        assertEquals(0, result.exitCode(), result.output());
        return result.output();
    }

    private String find(String part, String... options) throws Exception {
        return find(part, List.of(options), Map.of());
    }

    private static void assertSays(String output, String... parts) {
        for (String part : parts) {
            assertTrue(output.contains(part), () -> "'" + part + "' is not in: " + output);
        }
    }

    private static void assumeBuilt(String library) {
        assumeTrue(
                FindNativePartsTest.class.getResource(RESOURCES + library) != null,
                "this build has no " + library + ": building it takes g++ and CMake");
    }

    private static boolean hasSystemDriver() {
        return Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib")
                .anyMatch(place -> Files.exists(Path.of(place, "libcuda.so.1")));
    }

    @Test
    void without_a_driver_it_says_how_to_get_one_or_do_without() throws Exception {
        assumeTrue(!hasSystemDriver(), "this machine has a CUDA driver");
        assertSays(
                find("cuda"),
                "cuda missing: the system has no libcuda.so.1: libcuda.so.1: cannot open shared object file",
                "Install NVIDIA's driver",
                "-Djaynes.cuda.library=... or JAYNES_CUDA_LIBRARY=...",
                "'emulated'");
    }

    @Test
    void the_emulated_driver_is_used_through_either_binding() throws Exception {
        assumeBuilt("libcuda-emulated.so");
        String library = folder.resolve("cache").toString();
        assertSays(find("cuda", "-Djaynes.cuda.library=emulated"), "cuda found: panama " + library, " 42");
        assertSays(
                find("cuda", List.of(), Map.of("JAYNES_CUDA_LIBRARY", "emulated", "JAYNES_CUDA", "panama")),
                "cuda found: panama ");
        assertSays(
                find("cuda", List.of("-Djaynes.cuda=jcuda"), Map.of("JAYNES_CUDA_LIBRARY", "emulated")),
                "cuda found: jcuda " + library,
                " 42");
    }

    @Test
    void the_property_goes_before_the_environment() throws Exception {
        assertSays(
                find("cuda", List.of("-Djaynes.cuda.library=/no/such/a.so"), Map.of("JAYNES_CUDA_LIBRARY", "/no/b.so")),
                "cuda missing: there is no file /no/such/a.so, which the system property jaynes.cuda.library names");
        assertSays(
                find("cuda", List.of(), Map.of("JAYNES_CUDA_LIBRARY", "/no/b.so")),
                "there is no file /no/b.so, which the environment variable JAYNES_CUDA_LIBRARY names");
    }

    @Test
    void a_library_that_is_no_driver_is_refused_with_what_it_lacks() throws Exception {
        assertSays(
                find("cuda", "-Djaynes.cuda.library=" + systemLibrary("libm.so.6")),
                "is no CUDA driver or one older than CUDA 12.0: it lacks cuCtxEnablePeerAccess, ",
                "cuMemAlloc_v2");
        Path broken = Files.writeString(folder.resolve("broken.so"), "nothing");
        assertSays(find("cuda", "-Djaynes.cuda.library=" + broken), broken + " (system property", "file too short");
    }

    @Test
    void a_word_that_names_no_binding_is_refused() throws Exception {
        JavaProcess.Result result = JavaProcess.start(
                        FindNativeParts.class, List.of("-Djaynes.cuda=jni"), Map.of(), "cuda")
                .await();
        assertEquals(1, result.exitCode(), result.output());
        assertSays(
                result.output(),
                "SettingException: the system property jaynes.cuda is 'jni'; expected auto, panama or jcuda");
    }

    @Test
    void a_jvm_that_denies_native_access_names_the_flag() throws Exception {
        assumeBuilt("libcuda-emulated.so");
        String output = find(
                "cuda",
                "--illegal-native-access=deny",
                "--enable-native-access=java.base",
                "-Djaynes.cuda.library=emulated");
        assertSays(output, "cuda missing: this JVM denies native access", "--enable-native-access=ALL-UNNAMED");
        String system = find("cuda", "--illegal-native-access=deny", "--enable-native-access=java.base");
        assertSays(system, "cuda missing: this JVM denies native access", "--enable-native-access=ALL-UNNAMED");
    }

    @Test
    void as_a_named_module_it_works_and_names_itself_in_the_flag() throws Exception {
        assumeBuilt("libcuda-emulated.so");
        List<String> options = List.of(
                "--module-path",
                classPath(path -> path.endsWith("java-bindings/target/classes") || path.contains("jspecify")),
                "--add-modules",
                "org.jaynes.bindings",
                "-Djaynes.cuda.library=emulated",
                "--illegal-native-access=deny");
        List<String> allowed = new ArrayList<>(options);
        allowed.add("--enable-native-access=org.jaynes.bindings");
        assertSays(find("cuda", allowed, Map.of()), "cuda found: panama");
        List<String> denied = new ArrayList<>(options);
        denied.add("--enable-native-access=java.base");
        assertSays(find("cuda", denied, Map.of()), "start it with --enable-native-access=org.jaynes.bindings");
    }

    private static String classPath(Predicate<String> wanted) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(wanted)
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void without_jcuda_its_binding_says_what_to_add() throws Exception {
        assumeBuilt("libcuda-emulated.so");
        String withoutJCuda = classPath(path -> !path.contains("org/jcuda"));
        List<String> options = List.of("-Djaynes.cuda=jcuda", "-Djaynes.cuda.library=emulated", "-cp", withoutJCuda);
        assertSays(
                find("cuda", options, Map.of()),
                "cuda missing: JCuda is not on the class path: add org.jcuda:jcuda:12.6.0 and",
                "jcuda-natives");
        String withoutNatives = classPath(path -> !path.contains("jcuda-natives"));
        assertSays(
                find("cuda", "-Djaynes.cuda=jcuda", "-Djaynes.cuda.library=emulated", "-cp", withoutNatives),
                "JCuda's native part, lib/libJCudaDriver-12.6.0-linux-x86_64.so, is not on the class path");
    }

    @Test
    void jcuda_is_unpacked_to_the_cache_and_not_to_a_fixed_name_in_the_temp_folder() throws Exception {
        assumeBuilt("libcuda-emulated.so");
        Path temp = Files.createDirectory(folder.resolve("temp"));
        assertSays(
                find("cuda", "-Djaynes.cuda=jcuda", "-Djaynes.cuda.library=emulated", "-Djava.io.tmpdir=" + temp),
                "cuda found: jcuda");
        assertEquals(List.of(), names(temp));
        assertTrue(names(folder.resolve("cache")).contains("libJCudaDriver-12.6.0-linux-x86_64.so"));
    }

    private static List<String> names(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    @Test
    void a_cache_that_cannot_be_written_is_an_error_if_it_was_named_and_else_goes_to_a_temporary_one()
            throws Exception {
        assumeBuilt("libjaynes_cpu.so");
        Path file = Files.writeString(folder.resolve("file"), "");
        assertSays(
                find("cpu", "-Djaynes.cache=" + file),
                "cpu missing: libjaynes_cpu.so cannot be unpacked to the cache folder " + file,
                "JAYNES_CACHE=...");
        Path temp = Files.createDirectory(folder.resolve("temp"));
        List<String> options = List.of("-Duser.home=" + file, "-Djava.io.tmpdir=" + temp, "-Djaynes.cache=");
        assertSays(find("cpu", options, Map.of("XDG_CACHE_HOME", file.toString())), "cpu found: ");
        assertEquals(List.of(), names(temp), "a temporary cache folder goes with the process");
    }

    @Test
    void processes_that_start_at_once_all_find_their_libraries() throws Exception {
        assumeBuilt("libcuda-emulated.so");
        List<JavaProcess> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(JavaProcess.start(
                    FindNativeParts.class,
                    List.of(
                            "-Djaynes.cache=" + folder.resolve("cache"),
                            "-Djaynes.cuda.library=emulated",
                            "-Djaynes.cuda=" + (i % 2 == 0 ? "panama" : "jcuda")),
                    "cpu",
                    "cuda"));
        }
        for (JavaProcess process : processes) {
            assertSays(process.await().output(), "cpu found: ", "cuda found: ", " 42");
        }
    }

    @Test
    void the_cpu_library_can_be_named_and_another_abi_is_refused() throws Exception {
        assertSays(find("cpu", "-Djaynes.cpu.library=/no/such.so"), "cpu missing: there is no file /no/such.so");
        assertSays(
                find("cpu", "-Djaynes.cpu.library=" + systemLibrary("libm.so.6")),
                "cpu missing: ",
                "is not libjaynes_cpu: ",
                "jaynes_cpu_abi_version");
        assertSays(
                find("cpu", "-Djaynes.cpu.library=" + compile("older", abi("0", "return 0;"))),
                "has ABI version 0, which is too old: version ");
        String layout = "for (int i = 0; i < 56 && i < n; i++) v[i] = 8; return 56;";
        assertSays(
                find("cpu", "-Djaynes.cpu.library=" + compile("other", abi("JAYNES_CPU_ABI_VERSION", layout))),
                "does not fit these bindings: its JaynesOp has 8 bytes and its last member at 8, expected are 64");
    }

    private static String abi(String version, String layout) {
        return """
                #include "jaynes_cpu.h"
                int32_t jaynes_cpu_abi_version(void) { return %s; }
                int32_t jaynes_cpu_struct_layout(uint32_t* v, int32_t n) { %s }
                """.formatted(version, layout);
    }

    /** Compiles C to a shared library; skips the test where there is no compiler. */
    private Path compile(String name, String source) throws Exception {
        Path library = folder.resolve(name + ".so");
        Path text = Files.writeString(folder.resolve(name + ".c"), source);
        Process compiler;
        try {
            compiler = new ProcessBuilder(
                            "gcc",
                            "-shared",
                            "-fPIC",
                            "-I../native/cpu/include",
                            "-I../kernels/src/common",
                            "-o",
                            library.toString(),
                            text.toString())
                    .inheritIO()
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "no gcc: " + e.getMessage());
            throw e;
        }
        assertEquals(0, compiler.waitFor());
        return library;
    }

    private static Path systemLibrary(String name) {
        return Stream.of(
                        "/usr/lib/x86_64-linux-gnu",
                        "/lib/x86_64-linux-gnu",
                        "/usr/lib64",
                        "/lib64",
                        "/usr/lib",
                        "/lib")
                .map(place -> Path.of(place, name))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
    }
}
