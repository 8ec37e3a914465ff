package org.jaynes.decoder.codes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jaynes.decoder.stim.StimCircuit;
import org.jaynes.decoder.stim.StimGate;

/**
 * The triangular color code on hexagons, its checks measured in the bases X, Y and Z in turn: the data qubits are turned
 * by {@code C_XYZ} before each round.
 */
final class ColorCode {
    static final List<String> TASKS = List.of("memory_xyz");

    private static final List<String> LEGEND = LaidOutCircuit.legend(
            "R# = measurement qubit (red hex)",
            "G# = measurement qubit (green hex)",
            "B# = measurement qubit (blue hex)");

    /** Neighbours of a check in the order of the gates: half columns, rows. */
    private static final int[][] ORDER = {{2, 0}, {1, 1}, {1, -1}, {-2, 0}, {-1, 1}, {-1, -1}};

    /** A qubit: twice its horizontal coordinate, so that it is an integer, its row, and whether it is a check. */
    private record Site(int halfColumn, int row, int index, boolean check) {
        double[] at(int time) {
            return new double[] {halfColumn / 2.0, row, time};
        }
    }

    private final MemoryExperiment experiment;
    private final int width;
    private final List<Site> sites = new ArrayList<>();
    private final List<Site> checks;
    private final int[] data;

    private ColorCode(MemoryExperiment experiment) {
        this.experiment = experiment;
        this.width = experiment.distance() + (experiment.distance() - 1) / 2;
        for (int row = 0; row < width; row++) {
            for (int column = 0; column < width - row; column++) {
                sites.add(new Site(2 * column + row, row, sites.size(), (column + 2 * row) % 3 == 2));
            }
        }
        this.checks = sites.stream().filter(Site::check).toList();
        this.data = sites.stream()
                .filter(site -> !site.check())
                .mapToInt(Site::index)
                .toArray();
    }

    static LaidOutCircuit generate(MemoryExperiment experiment) {
        return new ColorCode(experiment).generate();
    }

    private LaidOutCircuit generate() {
        int count = checks.size();
        NoisyBuilder circuit = new NoisyBuilder(experiment.noise());
        for (Site site : sites) {
            circuit.annotate(StimGate.QUBIT_COORDS, new double[] {site.halfColumn() / 2.0, site.row()}, site.index());
        }
        circuit.reset('Z', IntStream.range(0, sites.size()).toArray());

        NoisyBuilder round = new NoisyBuilder(experiment.noise());
        appendRound(round);
        StimCircuit plainRound = round.build();
        circuit.repeat(2, plainRound);
        for (int i = 0; i < count; i++) {
            circuit.detector(checks.get(i).at(0), count - i, 2 * count - i);
        }

        round.annotate(StimGate.SHIFT_COORDS, new double[] {0, 0, 1});
        for (int i = 0; i < count; i++) {
            round.detector(checks.get(i).at(0), count - i, 2 * count - i, 3 * count - i);
        }
        circuit.repeat(experiment.rounds() - 2, round.build());

        appendReadout(circuit);
        return new LaidOutCircuit(circuit.build(), LaidOutCircuit.draw(labels()), LEGEND);
    }

    private void appendRound(NoisyBuilder round) {
        round.beginRound(data).gate(StimGate.C_XYZ, data).tick();
        for (int[] step : ORDER) {
            List<Integer> pairs = new ArrayList<>();
            checks.stream()
                    .sorted(Comparator.comparingInt(Site::halfColumn).thenComparingInt(Site::row))
                    .forEach(check -> neighbour(check, step).ifPresent(dataQubit -> {
                        pairs.add(dataQubit);
                        pairs.add(check.index());
                    }));
            round.gate(StimGate.CX, pairs.stream().mapToInt(Integer::intValue).toArray())
                    .tick();
        }
        round.measureAndReset(checks.stream().mapToInt(Site::index).toArray());
    }

    private OptionalInt neighbour(Site check, int[] step) {
        int row = check.row() + step[1];
        int column = (check.halfColumn() + step[0] - row) / 2;
        boolean exists = row >= 0 && row < width && column >= 0 && column < width - row;
        // Rows grow shorter by one: row r starts after r * width - (0 + 1 + ... + r - 1) sites.
        return exists ? OptionalInt.of(row * width - row * (row - 1) / 2 + column) : OptionalInt.empty();
    }

    /**
     * Reads the data in the basis to which the rounds have turned it. A check's value in that basis is the product of
     * the last round's for Z, of the one before for X, and of both for Y.
     */
    private void appendReadout(NoisyBuilder circuit) {
        int basis = (int) (experiment.rounds() % 3);
        circuit.measure("ZXY".charAt(basis), data);
        for (int i = 0; i < checks.size(); i++) {
            Site check = checks.get(i);
            IntStream neighbours = Arrays.stream(ORDER)
                    .map(step -> neighbour(check, step))
                    .flatMapToInt(OptionalInt::stream)
                    .map(qubit -> data.length - Arrays.binarySearch(data, qubit));
            int last = data.length + checks.size() - i;
            IntStream rounds = switch (basis) {
                case 0 -> IntStream.of(last);
                case 1 -> IntStream.of(last + checks.size());
                default -> IntStream.of(last, last + checks.size());
            };
            circuit.detector(
                    check.at(1), IntStream.concat(neighbours, rounds).sorted().toArray());
        }
        circuit.observable(sites.stream()
                .filter(site -> site.row() == 0 && !site.check())
                .mapToInt(site -> data.length - Arrays.binarySearch(data, site.index()))
                .sorted()
                .toArray());
    }

    private NavigableMap<Integer, NavigableMap<Integer, String>> labels() {
        NavigableMap<Integer, NavigableMap<Integer, String>> rows = new TreeMap<>();
        for (Site site : sites) {
            String letter =
                    site.check() ? "GBR".substring(site.row() % 3, site.row() % 3 + 1) : site.row() == 0 ? "L" : "d";
            rows.computeIfAbsent(site.row(), _ -> new TreeMap<>()).put(site.halfColumn(), letter + site.index());
        }
        return rows;
    }
}
