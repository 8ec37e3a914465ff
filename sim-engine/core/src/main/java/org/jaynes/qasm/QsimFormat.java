package org.jaynes.qasm;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.StringTokenizer;
import org.jaynes.circuit.Circuit;
import org.jaynes.circuit.CircuitBuilder;
import org.jaynes.circuit.Gate;
import org.jaynes.circuit.Measurement;
import org.jaynes.circuit.StandardGate;
import org.jspecify.annotations.Nullable;

/**
 * The text format of the simulator qsim: the number of qubits on the first line, then a gate on each line as {@code time
 * gate qubits parameters}, in order of time. Blank lines and lines that start with {@code #} are skipped.
 *
 * <p>Qubit q is bit q of the index of an amplitude. {@code c} and the controls before a gate control it: {@code 3 c 0 1 x 2}
 * is x on qubit 2 with the controls 0 and 1 at time 3. {@code m} measures qubits, each into the bit of its number in the
 * register {@code m}.
 *
 * <p>Source: quantumlib/qsim, docs/input_format.md. {@code cp(a)} is diag(1, 1, 1, exp(-ia)) and {@code fs(a, b)} has -i
 * sin a and exp(-ib), both with a minus sign; {@code rxy(a, b)} turns by b about the axis cos a X + sin a Y.
 */
public final class QsimFormat {
    private static final Map<String, Kind> GATES = gates();

    private final String name;
    private final int maximumTime;
    private final Limits limits;
    private final CircuitBuilder builder = Circuit.builder();
    private int qubits = -1;
    private int line;
    private long gates;
    private long lastTime = -1;
    private boolean measures;

    /** A gate and how its parameters become angles. */
    private record Kind(StandardGate gate, int controls, Angles angles) {
        int qubitCount() {
            return controls + gate.targetCount();
        }
    }

    /** How the angles follow from the parameters. */
    private enum Angles {
        SAME,
        /** cp has the opposite sign here. */
        NEGATED,
        /** rxy names the axis first. */
        REVERSED
    }

    private QsimFormat(String name, int maximumTime, Limits limits) {
        this.name = name;
        this.maximumTime = maximumTime;
        this.limits = limits;
    }

    /**
     * Reads a file.
     *
     * @throws QasmException if it is not in this format
     * @throws IOException if it cannot be read
     */
    public static Circuit read(Path file) throws IOException {
        return read(file, Integer.MAX_VALUE);
    }

    /**
     * Reads a file up to a time.
     *
     * @param maximumTime gates at later times are left out
     * @throws QasmException if it is not in this format; the gates that are left out are checked too
     * @throws IOException if it cannot be read
     */
    public static Circuit read(Path file, int maximumTime) throws IOException {
        Limits limits = Limits.standard();
        String name = file.toString();
        if (Files.size(file) > limits.characters()) {
            throw QasmException.invalid(
                    name, 1, 1, "the file is larger than the limit of " + limits.characters() + " characters", null);
        }
        try {
            return read(name, Files.readString(file), maximumTime, limits);
        } catch (CharacterCodingException e) {
            throw QasmException.invalid(name, 1, 1, "this is not UTF-8 text", null);
        }
    }

    /**
     * Reads a text up to a time.
     *
     * @param name what messages call it
     * @param maximumTime gates at later times are left out
     * @throws QasmException if it is not in this format; the gates that are left out are checked too
     */
    public static Circuit read(String name, String text, int maximumTime, Limits limits) {
        return new QsimFormat(name, maximumTime, limits).read(text);
    }

    private static Map<String, Kind> gates() {
        Map<String, Kind> gates = new HashMap<>();
        put(gates, 0, "id1", StandardGate.I);
        put(gates, 0, "h", StandardGate.H);
        put(gates, 0, "t", StandardGate.T);
        put(gates, 0, "x", StandardGate.X);
        put(gates, 0, "y", StandardGate.Y);
        put(gates, 0, "z", StandardGate.Z);
        put(gates, 0, "x_1_2", StandardGate.SX);
        put(gates, 0, "y_1_2", StandardGate.SY);
        put(gates, 0, "hz_1_2", StandardGate.SW);
        put(gates, 0, "s", StandardGate.S);
        put(gates, 0, "rx", StandardGate.RX);
        put(gates, 0, "ry", StandardGate.RY);
        put(gates, 0, "rz", StandardGate.RZ);
        gates.put("rxy", new Kind(StandardGate.R, 0, Angles.REVERSED));
        put(gates, 1, "cz", StandardGate.Z);
        put(gates, 1, "cnot", StandardGate.X);
        put(gates, 0, "sw", StandardGate.SWAP);
        put(gates, 0, "is", StandardGate.ISWAP);
        put(gates, 0, "fs", StandardGate.FSIM);
        gates.put("cp", new Kind(StandardGate.P, 1, Angles.NEGATED));
        return gates;
    }

    private static void put(Map<String, Kind> gates, int controls, String name, StandardGate gate) {
        gates.put(name, new Kind(gate, controls, Angles.SAME));
    }

    private Circuit read(String text) {
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            line++;
            line(text.substring(start, end));
            start = end + 1;
        }
        if (qubits < 0) {
            line = Math.max(line, 1);
            throw invalid(1, "the number of qubits is missing", "the first line is a number");
        }
        return builder.build();
    }

    private void line(String text) {
        Words words = new Words(text.startsWith("#") ? "" : text);
        if (!words.hasNext()) {
            return;
        }
        if (qubits < 0) {
            qubits = words.integer("the number of qubits", 1, limits.qubits());
            builder.qubits("q", qubits);
        } else {
            instruction(words);
        }
        if (words.hasNext()) {
            throw QasmException.unexpected(
                    name, line, words.nextColumn(), "the end of the line", "'" + words.next("a word") + "'", null);
        }
    }

    private void instruction(Words words) {
        long time = words.integer("a time", 0, Integer.MAX_VALUE);
        if (time < lastTime) {
            throw invalid(words.column(), "time " + time + " comes after time " + lastTime, "times never decrease");
        }
        lastTime = time;
        if (++gates > limits.gates()) {
            throw invalid(words.column(), "more than the limit of " + limits.gates() + " gates", null);
        }
        boolean kept = time <= maximumTime;
        String gate = words.next("a gate");
        switch (gate) {
            case "c" -> controlled(words, kept);
            case "m" -> measure(words, kept);
            case "id2" -> {
                // Nothing on two qubits is nothing on each.
                add(kind("id1", words.column()), words, new int[0], kept);
                add(kind("id1", words.column()), words, new int[0], kept);
            }
            default -> add(kind(gate, words.column()), words, new int[0], kept);
        }
    }

    private Kind kind(String gate, int column) {
        Kind kind = GATES.get(gate);
        if (kind == null) {
            throw QasmException.unexpected(name, line, column, "a gate of qsim", "'" + gate + "'", null);
        }
        return kind;
    }

    private void controlled(Words words, boolean kept) {
        int[] controls = new int[Gate.MAX_CONTROLS];
        int count = 0;
        while (words.hasNext()) {
            String word = words.next("a control or a gate");
            if (!Character.isDigit(word.charAt(0))) {
                if (count == 0) {
                    throw QasmException.unexpected(name, line, words.column(), "a control", "'" + word + "'", null);
                }
                add(kind(word, words.column()), words, java.util.Arrays.copyOf(controls, count), kept);
                return;
            }
            if (count == controls.length - 4) {
                throw invalid(words.column(), "more than " + (controls.length - 4) + " controls", null);
            }
            controls[count++] = (int) words.parse(word, "a qubit", 0, qubits - 1);
        }
        throw QasmException.unexpected(name, line, words.endColumn(), "a gate", "the end of the line", null);
    }

    private void add(Kind kind, Words words, int[] outer, boolean kept) {
        int[] all = java.util.Arrays.copyOf(outer, outer.length + kind.qubitCount());
        for (int i = outer.length; i < all.length; i++) {
            all[i] = words.integer("a qubit", 0, qubits - 1);
        }
        double[] angles = new double[kind.gate().angleCount()];
        for (int i = 0; i < angles.length; i++) {
            double value = words.real("a parameter");
            switch (kind.angles()) {
                case SAME -> angles[i] = value;
                case NEGATED -> angles[i] = -value;
                case REVERSED -> angles[angles.length - 1 - i] = value;
            }
        }
        for (int i = 0; i < all.length; i++) {
            for (int j = 0; j < i; j++) {
                if (all[i] == all[j]) {
                    throw invalid(words.column(), "a gate uses qubit " + all[i] + " twice", null);
                }
            }
        }
        if (kept) {
            builder.add(Gate.controlled(kind.gate(), outer.length + kind.controls(), all, angles));
        }
    }

    private void measure(Words words, boolean kept) {
        if (!measures && kept) {
            builder.bits("m", qubits);
            measures = true;
        }
        do {
            int qubit = words.integer("a qubit", 0, qubits - 1);
            if (kept) {
                builder.add(new Measurement(qubit, qubit));
            }
        } while (words.hasNext());
    }

    private QasmException invalid(int column, String problem, @Nullable String remedy) {
        return QasmException.invalid(name, line, column, problem, remedy);
    }

    /** The words of one line and their columns. */
    private final class Words {
        private final String text;
        private final StringTokenizer words;
        private int column = 1;
        private int end;

        Words(String text) {
            this.text = text;
            this.words = new StringTokenizer(text, " \t\r");
        }

        boolean hasNext() {
            return words.hasMoreTokens();
        }

        /** Column of the word that was read last. */
        int column() {
            return column;
        }

        int endColumn() {
            return text.stripTrailing().length() + 1;
        }

        int nextColumn() {
            int i = end;
            while (i < text.length() && " \t\r".indexOf(text.charAt(i)) >= 0) {
                i++;
            }
            return i + 1;
        }

        String next(String expected) {
            if (!words.hasMoreTokens()) {
                throw QasmException.unexpected(name, line, endColumn(), expected, "the end of the line", null);
            }
            column = nextColumn();
            String word = words.nextToken();
            end = column - 1 + word.length();
            return word;
        }

        int integer(String expected, int least, int most) {
            return (int) parse(next(expected), expected, least, most);
        }

        long parse(String word, String expected, long least, long most) {
            long value;
            try {
                value = Long.parseLong(word);
            } catch (NumberFormatException e) {
                throw QasmException.unexpected(name, line, column, expected, quoted(word), null);
            }
            if (value < least || value > most) {
                throw invalid(column, expected + " must be " + least + " to " + most + ", not " + value, null);
            }
            return value;
        }

        double real(String expected) {
            String word = next(expected);
            double value;
            try {
                value = Double.parseDouble(word);
            } catch (NumberFormatException e) {
                throw QasmException.unexpected(name, line, column, expected, quoted(word), null);
            }
            if (!Double.isFinite(value)) {
                throw invalid(column, expected + " must be finite, not " + word, null);
            }
            return value;
        }

        private String quoted(String word) {
            return word.length() <= 40 ? "'" + word + "'" : "'" + word.substring(0, 40) + "...'";
        }
    }
}
