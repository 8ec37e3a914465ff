package org.jaynes.decoder.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jaynes.decoder.stim.StimGate;

/** Texts of random circuits with every kind of instruction. */
final class RandomCircuits {
    private static final List<StimGate> GATES = List.of(StimGate.values());

    private static final double[] PROBABILITIES = {0, 0.125, 0.5, 1};

    private final SplittableRandom random;
    private final int qubits;
    private final boolean noisy;
    private final boolean feedback;
    private final StringBuilder text = new StringBuilder();
    private int measured;
    private int depth;

    private RandomCircuits(long seed, int qubits, boolean noisy, boolean feedback) {
        this.random = new SplittableRandom(seed);
        this.qubits = qubits;
        this.noisy = noisy;
        this.feedback = feedback;
    }

    /** A circuit of this many instructions, loops counted as one; at least two qubits. */
    static String circuit(long seed, int qubits, int instructions, boolean noisy, boolean feedback) {
        RandomCircuits circuit = new RandomCircuits(seed, qubits, noisy, feedback);
        for (int i = 0; i < instructions; i++) {
            circuit.append();
        }
        return circuit.text.toString();
    }

    private void append() {
        StimGate gate = GATES.get(random.nextInt(GATES.size()));
        if (random.nextInt(30) == 0 && depth < 2) {
            appendLoop();
        } else if (!gate.images().isEmpty()) {
            appendGate(gate);
        } else if (gate.measures() || gate.resets()) {
            appendCollapse(gate);
        } else if (gate == StimGate.SPP || gate == StimGate.SPP_DAG) {
            line(gate + " " + product(true));
        } else if (gate == StimGate.DETECTOR) {
            line("DETECTOR" + records(random.nextInt(4)));
        } else if (gate == StimGate.OBSERVABLE_INCLUDE) {
            line("OBSERVABLE_INCLUDE(%d)%s".formatted(random.nextInt(3), records(random.nextInt(3))));
        } else if (noisy) {
            appendNoise(gate);
        }
    }

    private void appendLoop() {
        line("REPEAT %d {".formatted(1 + random.nextInt(random.nextInt(4) == 0 ? 40 : 4)));
        depth++;
        int before = measured;
        for (int i = random.nextInt(1, 8); i > 0; i--) {
            append();
        }
        // Later records stay within what even one round has made.
        measured = Math.max(before, measured);
        depth--;
        line("}");
    }

    private void appendGate(StimGate gate) {
        if (gate.targets() == StimGate.Targets.QUBITS) {
            line(gate + " " + qubit() + " " + qubit());
            return;
        }
        if (gate.targets() == StimGate.Targets.CONTROLLED_PAIRS && feedback && random.nextInt(2) == 0) {
            String bit = measured > 0 && random.nextInt(4) > 0 ? record() : "sweep[%d]".formatted(random.nextInt(5));
            boolean last = gate == StimGate.XCZ || gate == StimGate.YCZ;
            line(gate + " " + (last ? qubit() + " " + bit : bit + " " + qubit()));
            return;
        }
        line(gate + pair() + pair());
    }

    private void appendCollapse(StimGate gate) {
        if ((gate == StimGate.HERALDED_ERASE || gate == StimGate.HERALDED_PAULI_CHANNEL_1) && !noisy) {
            return;
        }
        String arguments = gate == StimGate.HERALDED_PAULI_CHANNEL_1
                ? "(0.125, 0.25, 0, 0.5)"
                : gate == StimGate.HERALDED_ERASE || (noisy && gate.measures() && random.nextBoolean())
                        ? "(" + probability() + ")"
                        : "";
        switch (gate.targets()) {
            case PAULI_PRODUCTS -> {
                line(gate + arguments + " " + product(false) + " " + product(true));
                measured += 2;
            }
            case PAIRS -> {
                line(gate + arguments + (random.nextBoolean() ? pair() : pair().replaceFirst(" ", " !")));
                measured++;
            }
            case CONSTANT_BITS -> {
                line(gate + arguments + " 0 1");
                measured += 2;
            }
            default -> {
                line(gate + arguments + " " + (gate.invertible() && random.nextBoolean() ? "!" : "") + qubit() + " "
                        + qubit());
                measured += gate.measures() ? 2 : 0;
            }
        }
    }

    private void appendNoise(StimGate gate) {
        switch (gate) {
            case X_ERROR, Y_ERROR, Z_ERROR, DEPOLARIZE1 ->
                line("%s(%s) %d %d".formatted(gate, probability(), qubit(), qubit()));
            case DEPOLARIZE2 -> line("%s(%s)%s".formatted(gate, probability(), pair()));
            case PAULI_CHANNEL_1 -> line("PAULI_CHANNEL_1(0.125, 0.25, 0.5) " + qubit());
            case PAULI_CHANNEL_2 ->
                line("PAULI_CHANNEL_2(0, 0.125, 0, 0, 0.25, 0, 0, 0.125, 0, 0, 0, 0, 0.25, 0, 0)" + pair());
            case E -> {
                line("E(0.25) " + product(false).replace("!", "").replace('*', ' '));
                line("ELSE_CORRELATED_ERROR(0.5) X%d Z%d".formatted(qubit(), qubit()));
            }
            default -> {}
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private int qubit() {
        return random.nextInt(qubits);
    }

    private String pair() {
        int first = qubit();
        int second = (first + 1 + random.nextInt(qubits - 1)) % qubits;
        return " " + first + " " + second;
    }

    private String product(boolean mayBeOne) {
        List<String> factors = new ArrayList<>();
        int first = mayBeOne ? random.nextInt(1, 4) : 2;
        for (int i = 0; i < Math.min(first, qubits); i++) {
            factors.add((random.nextInt(4) == 0 ? "!" : "")
                    + "XYZ".charAt(random.nextInt(3))
                    + ((i * 7 + qubits / 2) % qubits));
        }
        if (factors.stream()
                        .map(factor -> factor.replaceAll("[!XYZ]", ""))
                        .distinct()
                        .count()
                < factors.size()) {
            return "X0";
        }
        return String.join("*", factors);
    }

    private String record() {
        return "rec[-%d]".formatted(1 + random.nextInt(Math.min(measured, 20)));
    }

    private String records(int count) {
        StringBuilder records = new StringBuilder();
        for (int i = 0; i < count && measured > 0; i++) {
            records.append(' ').append(record());
        }
        return records.toString();
    }

    private String probability() {
        return String.valueOf(PROBABILITIES[random.nextInt(PROBABILITIES.length)]);
    }
}
