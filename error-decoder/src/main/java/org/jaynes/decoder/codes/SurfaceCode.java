package org.jaynes.decoder.codes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jaynes.decoder.stim.StimGate;

/** Surface codes with data qubits at the corners of the checks (rotated) or between them (unrotated). */
final class SurfaceCode {
    static final List<String> TASKS =
            List.of("rotated_memory_x", "rotated_memory_z", "unrotated_memory_x", "unrotated_memory_z");

    private static final List<String> LEGEND =
            LaidOutCircuit.legend("X# = measurement qubit (X stabilizer)", "Z# = measurement qubit (Z stabilizer)");

    /** A place on the grid; ordered by column, then row, which is the order in which gates are listed. */
    private record Place(int x, int y) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparingInt(Place::x).thenComparingInt(Place::y);

        Place plus(Place other) {
            return new Place(x + other.x, y + other.y);
        }

        double[] at(int time) {
            return new double[] {x, y, time};
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    private final MemoryExperiment experiment;
    private final boolean memoryX;
    private final NavigableMap<Place, Integer> qubits = new TreeMap<>();
    private final Comparator<Place> byIndex = Comparator.comparing(qubits::get);
    private final SortedSet<Place> data = new TreeSet<>();
    private final SortedSet<Place> xChecks = new TreeSet<>();
    private final SortedSet<Place> zChecks = new TreeSet<>();

    /** Neighbours of a check in the order of the gates, so that a fault of it cannot spread along the logical. */
    private final List<Place> xOrder;

    private final List<Place> zOrder;

    private SurfaceCode(MemoryExperiment experiment) {
        this.experiment = experiment;
        this.memoryX = experiment.task().endsWith("_x");
        if (experiment.task().startsWith("rotated")) {
            placeRotated();
            xOrder = List.of(new Place(1, 1), new Place(-1, 1), new Place(1, -1), new Place(-1, -1));
            zOrder = List.of(new Place(1, 1), new Place(1, -1), new Place(-1, 1), new Place(-1, -1));
        } else {
            placeUnrotated();
            xOrder = List.of(new Place(1, 0), new Place(0, 1), new Place(0, -1), new Place(-1, 0));
            zOrder = xOrder;
        }
    }

    static LaidOutCircuit generate(MemoryExperiment experiment) {
        return new SurfaceCode(experiment).generate();
    }

    private void placeRotated() {
        int distance = experiment.distance();
        for (int x = 0; x < distance; x++) {
            for (int y = 0; y < distance; y++) {
                place(data, new Place(2 * x + 1, 2 * y + 1));
            }
        }
        for (int x = 0; x <= distance; x++) {
            for (int y = 0; y <= distance; y++) {
                boolean xCheck = x % 2 != y % 2;
                boolean besideX = x == 0 || x == distance;
                boolean besideZ = y == 0 || y == distance;
                if (!(besideX && xCheck) && !(besideZ && !xCheck)) {
                    place(xCheck ? xChecks : zChecks, new Place(2 * x, 2 * y));
                }
            }
        }
    }

    private void placeUnrotated() {
        int width = 2 * experiment.distance() - 1;
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < width; y++) {
                boolean check = x % 2 != y % 2;
                place(!check ? data : x % 2 == 0 ? zChecks : xChecks, new Place(x, y));
            }
        }
    }

    private void place(SortedSet<Place> kind, Place place) {
        kind.add(place);
        int distance = experiment.distance();
        int index = experiment.task().startsWith("rotated")
                ? place.x() + (place.y() - place.x() % 2) * (2 * distance + 1) / 2
                : place.x() + place.y() * (2 * distance - 1);
        qubits.put(place, index);
    }

    private LaidOutCircuit generate() {
        int[] dataQubits = sorted(data);
        List<Place> checks = new ArrayList<>(xChecks);
        checks.addAll(zChecks);
        checks.sort(byIndex);
        int[] checkQubits = sorted(checks);
        SortedSet<Place> tested = memoryX ? xChecks : zChecks;
        char basis = memoryX ? 'X' : 'Z';

        NoisyBuilder circuit = new NoisyBuilder(experiment.noise());
        qubits.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(entry -> circuit.annotate(
                        StimGate.QUBIT_COORDS,
                        new double[] {entry.getKey().x(), entry.getKey().y()},
                        entry.getValue()));
        circuit.reset(basis, dataQubits).reset('Z', checkQubits);
        appendRound(circuit, dataQubits, checkQubits);
        for (Place check : tested) {
            circuit.detector(check.at(0), lookback(checks, check));
        }

        NoisyBuilder body = new NoisyBuilder(experiment.noise());
        appendRound(body, dataQubits, checkQubits);
        body.annotate(StimGate.SHIFT_COORDS, new double[] {0, 0, 1});
        for (Place check : checks) {
            int last = lookback(checks, check);
            body.detector(check.at(0), last, last + checks.size());
        }
        circuit.repeat(experiment.rounds() - 1, body.build());

        appendReadout(circuit, basis, dataQubits, checks, tested);
        return new LaidOutCircuit(circuit.build(), LaidOutCircuit.draw(labels()), LEGEND);
    }

    private void appendRound(NoisyBuilder round, int[] dataQubits, int[] checkQubits) {
        int[] xCheckQubits = sorted(xChecks);
        round.beginRound(dataQubits).gate(StimGate.H, xCheckQubits).tick();
        for (int step = 0; step < 4; step++) {
            List<Integer> pairs = new ArrayList<>();
            for (Place check : xChecks) {
                addPair(pairs, check, check.plus(xOrder.get(step)), true);
            }
            for (Place check : zChecks) {
                addPair(pairs, check, check.plus(zOrder.get(step)), false);
            }
            round.gate(StimGate.CX, pairs.stream().mapToInt(Integer::intValue).toArray())
                    .tick();
        }
        round.gate(StimGate.H, xCheckQubits).tick().measureAndReset(checkQubits);
    }

    private void addPair(List<Integer> pairs, Place check, Place neighbour, boolean checkControls) {
        Integer dataQubit = qubits.get(neighbour);
        Integer checkQubit = qubits.get(check);
        if (dataQubit != null && checkQubit != null) {
            pairs.add(checkControls ? checkQubit : dataQubit);
            pairs.add(checkControls ? dataQubit : checkQubit);
        }
    }

    private void appendReadout(
            NoisyBuilder circuit, char basis, int[] dataQubits, List<Place> checks, SortedSet<Place> tested) {
        circuit.measure(basis, dataQubits);
        for (Place check : tested) {
            IntStream neighbours = zOrder.stream()
                    .map(check::plus)
                    .filter(qubits::containsKey)
                    .mapToInt(place -> dataLookback(dataQubits, place));
            IntStream lastRound = IntStream.of(dataQubits.length + lookback(checks, check));
            circuit.detector(
                    check.at(1),
                    IntStream.concat(neighbours, lastRound).sorted().toArray());
        }
        circuit.observable(data.stream()
                .filter(this::onLogical)
                .mapToInt(place -> dataLookback(dataQubits, place))
                .sorted()
                .toArray());
    }

    private boolean onLogical(Place place) {
        int edge = experiment.task().startsWith("rotated") ? 1 : 0;
        return (memoryX ? place.x() : place.y()) == edge;
    }

    /** How far back the measurement of a data qubit is once all data is measured. */
    private int dataLookback(int[] dataQubits, Place place) {
        Integer qubit = qubits.get(place);
        return dataQubits.length - Arrays.binarySearch(dataQubits, qubit == null ? -1 : qubit);
    }

    /** How far back the measurement of a check is at the end of its round. */
    private int lookback(List<Place> checks, Place check) {
        return checks.size() - Collections.binarySearch(checks, check, byIndex);
    }

    private int[] sorted(Collection<Place> places) {
        return places.stream()
                .map(qubits::get)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    private NavigableMap<Integer, NavigableMap<Integer, String>> labels() {
        NavigableMap<Integer, NavigableMap<Integer, String>> rows = new TreeMap<>();
        for (Map.Entry<Place, Integer> qubit : qubits.entrySet()) {
            Place place = qubit.getKey();
            String letter =
                    xChecks.contains(place) ? "X" : zChecks.contains(place) ? "Z" : onLogical(place) ? "L" : "d";
            rows.computeIfAbsent(place.y(), _ -> new TreeMap<>()).put(place.x(), letter + qubit.getValue());
        }
        return rows;
    }
}
