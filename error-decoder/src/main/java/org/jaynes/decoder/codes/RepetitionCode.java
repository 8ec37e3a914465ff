package org.jaynes.decoder.codes;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jaynes.decoder.stim.StimGate;

/** Data and measurement qubits in turn on a line; neighbours' parities are measured. */
final class RepetitionCode {
    static final List<String> TASKS = List.of("memory");

    private RepetitionCode() {}

    static LaidOutCircuit generate(MemoryExperiment experiment) {
        int checks = experiment.distance() - 1;
        int qubits = 2 * checks + 1;
        int[] data = IntStream.range(0, checks + 1).map(i -> 2 * i).toArray();
        int[] measured = IntStream.range(0, checks).map(i -> 2 * i + 1).toArray();

        NoisyBuilder head = new NoisyBuilder(experiment.noise());
        head.reset('Z', IntStream.range(0, qubits).toArray());
        appendRound(head, data, measured);
        for (int check = 0; check < checks; check++) {
            head.detector(new double[] {measured[check], 0}, checks - check);
        }

        NoisyBuilder body = new NoisyBuilder(experiment.noise());
        appendRound(body, data, measured);
        body.annotate(StimGate.SHIFT_COORDS, new double[] {0, 1});
        for (int check = 0; check < checks; check++) {
            int lookback = checks - check;
            body.detector(new double[] {measured[check], 0}, lookback, lookback + checks);
        }

        head.repeat(experiment.rounds() - 1, body.build());
        head.measure('Z', data);
        for (int check = 0; check < checks; check++) {
            int right = checks - check;
            head.detector(new double[] {measured[check], 1}, right, right + 1, right + 1 + checks);
        }
        head.observable(1);
        return new LaidOutCircuit(head.build(), layout(qubits), LaidOutCircuit.legend("Z# = measurement qubit"));
    }

    private static void appendRound(NoisyBuilder round, int[] data, int[] measured) {
        int[] fromLeft = new int[2 * measured.length];
        int[] fromRight = new int[2 * measured.length];
        for (int check = 0; check < measured.length; check++) {
            fromLeft[2 * check] = data[check];
            fromRight[2 * check] = data[check + 1];
            fromLeft[2 * check + 1] = measured[check];
            fromRight[2 * check + 1] = measured[check];
        }
        round.beginRound(data).gate(StimGate.CX, fromLeft).tick();
        round.gate(StimGate.CX, fromRight).tick().measureAndReset(measured);
    }

    private static String layout(int qubits) {
        NavigableMap<Integer, String> row = new TreeMap<>();
        for (int qubit = 0; qubit < qubits; qubit++) {
            row.put(qubit, (qubit == 0 ? "L" : qubit % 2 == 0 ? "d" : "Z") + qubit);
        }
        return LaidOutCircuit.draw(new TreeMap<>(Map.of(0, row)));
    }
}
