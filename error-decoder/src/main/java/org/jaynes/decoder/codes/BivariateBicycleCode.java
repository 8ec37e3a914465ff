package org.jaynes.decoder.codes;

import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jaynes.decoder.stim.StimGate;

/**
 * Bivariate bicycle codes: left and right data qubits, X and Z checks, one of each for every element x^i y^j of a product
 * of two cyclic groups. An X check at g touches left qubits g A and right qubits g B, a Z check at g touches left qubits
 * g B^T and right qubits g A^T, where A and B are sums of three elements and T inverts them.
 *
 * <p>A round has eight time steps with seven layers of CX. Source: Bravyi et al., "High-threshold and low-overhead
 * fault-tolerant quantum memory", Nature 627 (2024), tables 3 and 5. In the last round the gates on left qubits end one
 * step later, and the data is read out without errors, so that failures are those of the memory.
 */
final class BivariateBicycleCode {
    static final List<String> TASKS = List.of("memory_x", "memory_z");
    static final List<Integer> DISTANCES = List.of(6, 12, 18);

    private final MemoryExperiment experiment;
    private final int xOrder;
    private final int yOrder;
    private final int size;

    /** Powers of x and y of the three elements of a polynomial. */
    private final int[][] a;

    private final int[][] b = {{0, 3}, {1, 0}, {2, 0}};
    private final int[] left;
    private final int[] right;
    private final int[] xChecks;
    private final int[] zChecks;

    private BivariateBicycleCode(MemoryExperiment experiment) {
        this.experiment = experiment;
        this.xOrder = experiment.distance() == 6 ? 6 : 12;
        this.yOrder = experiment.distance() == 18 ? 12 : 6;
        this.a = experiment.distance() == 18
                ? new int[][] {{3, 0}, {0, 2}, {0, 7}}
                : new int[][] {{3, 0}, {0, 1}, {0, 2}};
        this.size = xOrder * yOrder;
        this.left = IntStream.range(0, size).toArray();
        this.right = IntStream.range(size, 2 * size).toArray();
        this.xChecks = IntStream.range(2 * size, 3 * size).toArray();
        this.zChecks = IntStream.range(3 * size, 4 * size).toArray();
    }

    static LaidOutCircuit generate(MemoryExperiment experiment) {
        return new BivariateBicycleCode(experiment).generate();
    }

    private LaidOutCircuit generate() {
        char basis = experiment.task().endsWith("_x") ? 'X' : 'Z';
        NoisyBuilder circuit = new NoisyBuilder(experiment.noise());
        for (int block = 0; block < 4; block++) {
            for (int element = 0; element < size; element++) {
                double[] at = place(block, element);
                circuit.annotate(StimGate.QUBIT_COORDS, new double[] {at[0], at[1]}, block * size + element);
            }
        }
        circuit.reset(basis, concat(left, right)).reset('Z', zChecks).beginRound(concat(left, right));
        appendRound(circuit, experiment.rounds() == 1, basis);
        int dataMeasured = experiment.rounds() == 1 ? 2 * size : 0;
        // Checks in the other basis are random the first time.
        appendDetectors(circuit, basis, dataMeasured, false);
        if (experiment.rounds() > 2) {
            NoisyBuilder body = startRound();
            appendRound(body, false, basis);
            appendDetectors(body, 'Z', 0, true).tick();
            appendDetectors(body, 'X', 0, true);
            circuit.repeat(experiment.rounds() - 2, body.build());
        }
        if (experiment.rounds() > 1) {
            NoisyBuilder last = startRound();
            appendRound(last, true, basis);
            appendDetectors(last, 'Z', 2 * size, true);
            appendDetectors(last, 'X', 2 * size, true);
            circuit.repeat(1, last.build());
        }
        appendReadout(circuit, basis);
        return new LaidOutCircuit(circuit.build(), layout(), legend());
    }

    private NoisyBuilder startRound() {
        return new NoisyBuilder(experiment.noise())
                .beginRound(concat(left, right))
                .idle(left)
                .annotate(StimGate.SHIFT_COORDS, new double[] {0, 0, 1});
    }

    /** Seven layers of gates, then the measurements. The Z checks have been reset before, the X checks are here. */
    private void appendRound(NoisyBuilder round, boolean last, char basis) {
        round.reset('X', xChecks);
        toZ(round, right, a[0]).tick();
        fromX(round, left, a[1]);
        toZ(round, right, a[2]).tick();
        fromX(round, right, b[1]);
        toZ(round, left, b[0]).tick();
        fromX(round, right, b[0]);
        toZ(round, left, b[1]).tick();
        fromX(round, right, b[2]);
        toZ(round, left, b[2]).tick();
        fromX(round, left, a[0]);
        if (last) {
            round.idle(concat(right, zChecks)).tick();
            fromX(round, left, a[2]);
            toZ(round, right, a[1]).tick();
            round.measure('Z', zChecks).measure('X', xChecks).measurePerfectly(basis, concat(left, right));
        } else {
            toZ(round, right, a[1]).tick();
            fromX(round, left, a[2]);
            round.measure('Z', zChecks).idle(right).tick();
            round.measure('X', xChecks).reset('Z', zChecks).idle(concat(left, right));
        }
    }

    private NoisyBuilder fromX(NoisyBuilder round, int[] data, int[] element) {
        return pairs(round, g -> xChecks[g], g -> data[times(g, element, 1)]);
    }

    private NoisyBuilder toZ(NoisyBuilder round, int[] data, int[] element) {
        return pairs(round, g -> data[times(g, element, -1)], g -> zChecks[g]);
    }

    private NoisyBuilder pairs(NoisyBuilder round, IntUnaryOperator control, IntUnaryOperator target) {
        int[] qubits = new int[2 * size];
        for (int g = 0; g < size; g++) {
            qubits[2 * g] = control.applyAsInt(g);
            qubits[2 * g + 1] = target.applyAsInt(g);
        }
        return round.gate(StimGate.CX, qubits);
    }

    /** Compares the checks of a basis with the round before, if there is one to compare with. */
    private NoisyBuilder appendDetectors(NoisyBuilder round, char basis, int measuredAfter, boolean compare) {
        for (int g = 0; g < size; g++) {
            int lookback = measuredAfter + checkLookback(basis, g);
            round.detector(
                    place(basis == 'X' ? 2 : 3, g),
                    compare ? new int[] {lookback, lookback + 2 * size} : new int[] {lookback});
        }
        return round;
    }

    /** How far back the last measurement of a check is at the end of its round; Z checks come first. */
    private int checkLookback(char basis, int g) {
        return (basis == 'Z' ? 2 : 1) * size - g;
    }

    private void appendReadout(NoisyBuilder circuit, char basis) {
        circuit.annotate(StimGate.SHIFT_COORDS, new double[] {0, 0, 1});
        for (int g = 0; g < size; g++) {
            int[] lookbacks = IntStream.concat(
                            check(basis, g).stream().map(qubit -> 2 * size - qubit),
                            IntStream.of(2 * size + checkLookback(basis, g)))
                    .sorted()
                    .toArray();
            circuit.detector(place(basis == 'X' ? 2 : 3, g), lookbacks);
        }
        List<BitSet> logicals = logicals(basis);
        for (int i = 0; i < logicals.size(); i++) {
            circuit.numberedObservable(
                    i,
                    logicals.get(i).stream()
                            .map(qubit -> 2 * size - qubit)
                            .sorted()
                            .toArray());
        }
    }

    /** The data qubits of a check. */
    private BitSet check(char basis, int g) {
        BitSet qubits = new BitSet(2 * size);
        int direction = basis == 'X' ? 1 : -1;
        for (int[] element : a) {
            qubits.flip((basis == 'X' ? left : right)[times(g, element, direction)]);
        }
        for (int[] element : b) {
            qubits.flip((basis == 'X' ? right : left)[times(g, element, direction)]);
        }
        return qubits;
    }

    /** Products of operators of a basis that commute with all checks and are no product of checks. */
    private List<BitSet> logicals(char basis) {
        List<BitSet> others = checks(basis == 'X' ? 'Z' : 'X');
        return BinaryMatrix.independentOf(checks(basis), BinaryMatrix.kernel(others, 2 * size));
    }

    private List<BitSet> checks(char basis) {
        return IntStream.range(0, size).mapToObj(g -> check(basis, g)).toList();
    }

    /** The group element g times a monomial or its inverse; g = x^i y^j has the number i * yOrder + j. */
    private int times(int g, int[] element, int direction) {
        int i = Math.floorMod(g / yOrder + direction * element[0], xOrder);
        int j = Math.floorMod(g % yOrder + direction * element[1], yOrder);
        return i * yOrder + j;
    }

    /** Blocks are left data, right data, X checks, Z checks; together they are a grid. */
    private double[] place(int block, int g) {
        int x = 2 * (g / yOrder) + (block == 1 || block == 2 ? 1 : 0);
        int y = 2 * (g % yOrder) + (block == 1 || block == 3 ? 1 : 0);
        return new double[] {x, y, 0};
    }

    private static int[] concat(int[] first, int[] second) {
        return IntStream.concat(IntStream.of(first), IntStream.of(second)).toArray();
    }

    private String layout() {
        return "# [[%d,12,%d]] on a torus of %d by %d cells; qubit k of a block is in cell (k / %d, k %% %d)\n"
                .formatted(2 * size, experiment.distance(), xOrder, yOrder, yOrder, yOrder);
    }

    private List<String> legend() {
        return List.of(
                "%d to %d = left data qubits".formatted(0, size - 1),
                "%d to %d = right data qubits".formatted(size, 2 * size - 1),
                "%d to %d = measurement qubits (X stabilizers)".formatted(2 * size, 3 * size - 1),
                "%d to %d = measurement qubits (Z stabilizers)".formatted(3 * size, 4 * size - 1));
    }
}
