package org.jaynes.qasm;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jaynes.circuit.Circuit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Programs changed at random, by characters, tokens and lines: each is read to a circuit or refused with a place that lies in
 * it. A failure prints the seed and the number of the mutant; {@code -Djaynes.fuzz.seed=S -Djaynes.fuzz.first=N
 * -Djaynes.fuzz.mutants=1} runs it again. {@code -Djaynes.fuzz.mutants=N} sets how many are made.
 */
class FuzzTest {
    private static final int MUTANTS = Integer.getInteger("jaynes.fuzz.mutants", 20_000);
    private static final long SEED = Long.getLong("jaynes.fuzz.seed", 2026);
    private static final int FIRST = Integer.getInteger("jaynes.fuzz.first", 0);

    private static final Pattern TOKEN = Pattern.compile("\\w+|\\s+|[^\\w\\s]");
    private static final List<String> WORDS = List.of(
            "qubit",
            "bit",
            "int",
            "float",
            "gate",
            "def",
            "if",
            "else",
            "for",
            "while",
            "switch",
            "case",
            "ctrl @",
            "inv @",
            "pow(0.5) @",
            "measure",
            "reset",
            "->",
            "=",
            "==",
            "++",
            "[",
            "]",
            "(",
            ")",
            "{",
            "}",
            ";",
            ",",
            ":",
            "0",
            "1",
            "-1",
            "2",
            "7",
            "1000000000000",
            "0.5",
            "pi",
            "q",
            "c",
            "x",
            "cx",
            "rx",
            "U",
            "\"01\"",
            "input",
            "const",
            "return",
            "break",
            "continue",
            "end",
            "let",
            "array[int[8], 2]",
            "sizeof",
            "$0",
            "/*",
            "//",
            "\"",
            "@",
            "^",
            "**",
            "<<");

    /** Small, so that a mutant that loops or grows is over soon. */
    private static final Limits LIMITS = new Limits(1 << 20, 1000, 8, 100, 50, 200, 2000, 20_000, 20_000);

    private static final Map<String, Object> INPUTS = Map.of();

    @Test
    void mutantsAreReadOrRefused() throws IOException {
        List<String> corpus = corpus();
        int read = 0;
        int refusedForMeaning = 0;
        for (int i = FIRST; i < FIRST + MUTANTS; i++) {
            SplittableRandom random = new SplittableRandom(SEED + 0x9E3779B97F4A7C15L * i);
            String mutant = mutate(corpus.get(random.nextInt(corpus.size())), corpus, random);
            switch (outcome(mutant, i)) {
                case null -> read++;
                case QasmException e when e.expected() == null -> refusedForMeaning++;
                case QasmException e -> {}
            }
        }
        System.out.printf(
                "fuzz: seed %d, %d programs, %d mutants, %d read, %d refused for their meaning%n",
                SEED, corpus.size(), MUTANTS, read, refusedForMeaning);
        if (MUTANTS >= 1000) {
            assertTrue(read > MUTANTS / 20, "only " + read + " of " + MUTANTS + " mutants became circuits");
            assertTrue(
                    read + refusedForMeaning > MUTANTS / 3,
                    "only " + (read + refusedForMeaning) + " of " + MUTANTS + " mutants got past the parser");
        }
    }

    /** Null for a circuit. */
    private static @Nullable QasmException outcome(String mutant, int number) {
        try {
            Circuit circuit = OpenQasm.parse("mutant", mutant, new QasmOptions(LIMITS, INPUTS));
            if (circuit.qubitCount() > LIMITS.qubits()) {
                fail(replay(number, mutant) + ": " + circuit);
            }
            return null;
        } catch (QasmException e) {
            long lines = mutant.chars().filter(c -> c == '\n').count() + 1;
            boolean inside = e.file().equals("mutant")
                    && e.line() >= 1
                    && e.line() <= lines
                    && e.column() >= 1
                    && e.column() <= mutant.split("\n", -1)[e.line() - 1].length() + 1;
            if (!inside) {
                fail(replay(number, mutant), e);
            }
            return e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            return fail(replay(number, mutant), e);
        }
    }

    private static String replay(int number, String mutant) {
        return "-Djaynes.fuzz.seed=" + SEED + " -Djaynes.fuzz.first=" + number + " -Djaynes.fuzz.mutants=1\n" + mutant;
    }

    private static String mutate(String program, List<String> corpus, SplittableRandom random) {
        String mutant = program;
        int changes = random.nextInt(3) == 0 ? 2 + random.nextInt(2) : 1;
        for (int i = 0; i < changes; i++) {
            mutant = switch (random.nextInt(4)) {
                case 0 -> mutateCharacter(mutant, random);
                case 1 -> mutateLines(mutant, corpus, random);
                default -> mutateToken(mutant, random);
            };
        }
        return mutant;
    }

    private static String mutateCharacter(String program, SplittableRandom random) {
        StringBuilder text = new StringBuilder(program);
        int at = random.nextInt(program.length() + 1);
        char c = (char) (random.nextInt(20) == 0 ? random.nextInt(65536) : 32 + random.nextInt(95));
        if (at == program.length() || random.nextInt(3) == 0) {
            text.insert(at, c);
        } else if (random.nextBoolean()) {
            text.setCharAt(at, c);
        } else {
            text.delete(at, Math.min(program.length(), at + 1 + random.nextInt(4)));
        }
        return text.toString();
    }

    private static String mutateToken(String program, SplittableRandom random) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(program);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        if (tokens.isEmpty()) {
            return WORDS.get(random.nextInt(WORDS.size()));
        }
        int at = random.nextInt(tokens.size());
        while (tokens.get(at).isBlank() && random.nextInt(8) > 0) {
            at = random.nextInt(tokens.size());
        }
        String other = random.nextBoolean()
                ? WORDS.get(random.nextInt(WORDS.size()))
                : tokens.get(random.nextInt(tokens.size()));
        switch (random.nextInt(4)) {
            case 0 -> tokens.remove(at);
            case 1 -> tokens.add(at, " " + other + " ");
            case 2 -> tokens.set(at, tokens.get(at) + tokens.get(at));
            default -> tokens.set(at, other);
        }
        return String.join("", tokens);
    }

    private static String mutateLines(String program, List<String> corpus, SplittableRandom random) {
        List<String> lines = new ArrayList<>(program.lines().toList());
        if (lines.isEmpty()) {
            return program;
        }
        int at = random.nextInt(lines.size());
        switch (random.nextInt(4)) {
            case 0 -> lines.remove(at);
            case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
            case 2 -> {
                List<String> donor =
                        corpus.get(random.nextInt(corpus.size())).lines().toList();
                lines.add(at, donor.get(random.nextInt(donor.size())));
            }
            default -> {
                int from = random.nextInt(lines.size());
                String moved = lines.remove(from);
                lines.add(Math.min(at, lines.size()), moved);
            }
        }
        return String.join("\n", lines);
    }

    /** Own programs; those of the shared data too when they are there. */
    private static List<String> corpus() throws IOException {
        List<String> programs = new ArrayList<>(FuzzCorpus.PROGRAMS);
        addFiles(programs, Path.of("../../examples"));
        Path shared = SharedData.folder();
        if (shared == null) {
            System.out.println("fuzz: ../shared is not there; own programs only");
        } else {
            for (String folder :
                    List.of("qasm/qasmbench", "circuits", "qasm3/examples", "qasm3/own", "qasm3/invalid")) {
                addFiles(programs, shared.resolve(folder));
            }
        }
        return programs;
    }

    private static void addFiles(List<String> programs, Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                // Long files are lists of gates, which small ones have as well.
                if (file.toString().endsWith(".qasm") && Files.size(file) < 6000) {
                    programs.add(Files.readString(file));
                }
            }
        }
    }
}
