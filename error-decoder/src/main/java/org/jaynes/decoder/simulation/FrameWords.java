package org.jaynes.decoder.simulation;

import java.util.Arrays;
import java.util.List;
import org.jaynes.bindings.generated.decoder.JaynesDecoder;
import org.jaynes.decoder.TooLargeException;
import org.jaynes.decoder.stim.ClassicalControl;
import org.jaynes.decoder.stim.CliffordAction;
import org.jaynes.decoder.stim.PauliProduct;
import org.jaynes.decoder.stim.StimCircuit;
import org.jaynes.decoder.stim.StimGate;
import org.jaynes.decoder.stim.StimInstruction;
import org.jaynes.decoder.stim.StimTarget;
import org.jspecify.annotations.Nullable;

/**
 * A circuit as kernels run it on frames, see {@code jaynes_frames.h}: what {@link FrameSimulator} does with noise, one
 * instruction for each. Loops stay loops.
 */
final class FrameWords {
    private static final int MOST_WORDS = 1 << 28;
    private static final int FACTOR_SHIFT = 3;
    private static final int X = 1;
    private static final int Z = 2;

    /** Of a target of an observable: it is a look-back. */
    private static final int IS_RESULT = 4;

    /** In place of a scale: none happens. */
    private static final double NEVER = -1;

    private final RunnableCircuit circuit;
    private int[] words = new int[256];
    private int wordCount;
    private double[] numbers = new double[16];
    private int numberCount;
    private int depth;

    /** @throws TooLargeException if the program is too long */
    FrameWords(RunnableCircuit circuit) {
        this.circuit = circuit;
        add(circuit.circuit(), 0);
        add(JaynesDecoder.JAYNES_FRAMES_END());
    }

    int[] words() {
        return Arrays.copyOf(words, wordCount);
    }

    double[] numbers() {
        return Arrays.copyOf(numbers, Math.max(1, numberCount));
    }

    /** The most loops that are within each other. */
    int depth() {
        return depth;
    }

    private void add(int word) {
        if (wordCount == MOST_WORDS) {
            throw new TooLargeException(
                    "the circuit takes more than %d words in the memory of a device; sample on the cpu"
                            .formatted(MOST_WORDS));
        }
        if (wordCount == words.length) {
            words = Arrays.copyOf(words, 2 * wordCount);
        }
        words[wordCount++] = word;
    }

    private void add(int... several) {
        for (int word : several) {
            add(word);
        }
    }

    /** Adds numbers; the place of the first. */
    private int number(double... several) {
        int first = numberCount;
        for (double value : several) {
            if (numberCount == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * numberCount);
            }
            numbers[numberCount++] = value;
        }
        return first;
    }

    private void add(StimCircuit block, int loops) {
        depth = Math.max(depth, loops);
        for (StimInstruction instruction : block.instructions()) {
            switch (instruction) {
                case StimInstruction.Operation operation -> add(operation);
                case StimInstruction.Repeat repeat -> {
                    add(JaynesDecoder.JAYNES_FRAMES_LOOP(), loops);
                    add((int) repeat.count(), (int) (repeat.count() >>> 32));
                    int body = wordCount;
                    add(repeat.body(), loops + 1);
                    add(JaynesDecoder.JAYNES_FRAMES_NEXT(), loops, body);
                }
            }
        }
    }

    private void add(StimInstruction.Operation operation) {
        int[] targets = operation.targets();
        switch (operation.gate()) {
            case DETECTOR -> {
                add(JaynesDecoder.JAYNES_FRAMES_DETECTOR(), targets.length);
                add(Arrays.stream(targets).map(StimTarget::number).toArray());
            }
            case OBSERVABLE_INCLUDE -> {
                add(JaynesDecoder.JAYNES_FRAMES_OBSERVABLE(), (int) operation.arguments()[0], targets.length);
                add(Arrays.stream(targets)
                        .map(target -> StimTarget.isRecord(target)
                                ? StimTarget.number(target) << FACTOR_SHIFT | IS_RESULT
                                : factor(target))
                        .toArray());
            }
            case TICK, QUBIT_COORDS, SHIFT_COORDS, I_ERROR, II_ERROR -> {}
            case M, MX, MY, MR, MRX, MRY -> {
                add(
                        JaynesDecoder.JAYNES_FRAMES_MEASURE(),
                        basis(operation.gate()),
                        operation.gate().resets() ? 1 : 0);
                addNumbers(targets);
                addFlips(operation, targets.length);
            }
            case R, RX, RY -> {
                add(JaynesDecoder.JAYNES_FRAMES_RESET(), basis(operation.gate()));
                addNumbers(targets);
            }
            case MPP, MXX, MYY, MZZ -> {
                List<PauliProduct> products = circuit.productsOf(operation);
                add(JaynesDecoder.JAYNES_FRAMES_PRODUCTS());
                addProducts(products);
                addFlips(operation, products.size());
            }
            case SPP, SPP_DAG -> {
                add(JaynesDecoder.JAYNES_FRAMES_ROTATE());
                addProducts(circuit.productsOf(operation));
            }
            case MPAD -> {
                add(JaynesDecoder.JAYNES_FRAMES_ZEROS(), targets.length);
                addFlips(operation, targets.length);
            }
            default -> {
                if (operation.gate().images().isEmpty()) {
                    addNoise(operation);
                } else {
                    addClifford(operation);
                }
            }
        }
    }

    private static int basis(StimGate gate) {
        return switch (gate) {
            case MX, MRX, RX -> X;
            case MY, MRY, RY -> X | Z;
            default -> Z;
        };
    }

    private static int factor(int target) {
        return factor(StimTarget.number(target), StimTarget.hasX(target), StimTarget.hasZ(target));
    }

    private static int factor(int qubit, boolean x, boolean z) {
        return qubit << FACTOR_SHIFT | (x ? X : 0) | (z ? Z : 0);
    }

    /** Adds a count and the numbers of targets. */
    private void addNumbers(int... targets) {
        add(targets.length);
        add(Arrays.stream(targets).map(StimTarget::number).toArray());
    }

    private void addProducts(List<PauliProduct> products) {
        add(products.size());
        for (PauliProduct product : products) {
            add(product.qubits().length);
            product.forEach((qubit, x, z) -> add(factor(qubit, x, z)));
        }
    }

    private void addFlips(StimInstruction.Operation operation, int count) {
        if (operation.arguments().length > 0 && operation.arguments()[0] > 0) {
            int scale = number(EventRandom.scaleOf(operation.arguments()[0]));
            add(JaynesDecoder.JAYNES_FRAMES_FLIP(), scale, count);
        }
    }

    private void addClifford(StimInstruction.Operation operation) {
        StimGate gate = operation.gate();
        int[] generatorImages = CliffordAction.of(gate).images();
        int[] targets = operation.targets();
        int images = 0;
        for (int generator = 0; generator < generatorImages.length; generator++) {
            images |= generatorImages[generator] << (generatorImages.length * generator);
        }
        if (gate.targets() == StimGate.Targets.QUBITS) {
            add(JaynesDecoder.JAYNES_FRAMES_ONE(), images);
            addNumbers(targets);
            return;
        }
        boolean mayHaveBits = gate.targets() == StimGate.Targets.CONTROLLED_PAIRS;
        int start = 0;
        for (int i = 0; i < targets.length; i += 2) {
            if (mayHaveBits && (StimTarget.isBit(targets[i]) || StimTarget.isBit(targets[i + 1]))) {
                addPairs(images, targets, start, i);
                addControlled(ClassicalControl.of(gate, targets[i], targets[i + 1]));
                start = i + 2;
            }
        }
        addPairs(images, targets, start, targets.length);
    }

    private void addPairs(int images, int[] targets, int from, int to) {
        if (to > from) {
            add(JaynesDecoder.JAYNES_FRAMES_TWO(), images, (to - from) / 2);
            add(Arrays.copyOfRange(targets, from, to));
        }
    }

    /** Sweep bits are 0 where shots are sampled. */
    private void addControlled(@Nullable ClassicalControl control) {
        if (control != null && StimTarget.isRecord(control.bit())) {
            add(
                    JaynesDecoder.JAYNES_FRAMES_FEEDBACK(),
                    StimTarget.number(control.bit()),
                    factor(control.qubit(), control.x(), control.z()));
        }
    }

    private void addNoise(StimInstruction.Operation operation) {
        int heralds = operation.measurementCount();
        if (heralds > 0) {
            add(JaynesDecoder.JAYNES_FRAMES_ZEROS(), heralds);
        }
        double[] p = operation.arguments();
        switch (operation.gate()) {
            case X_ERROR -> addPauli(operation, X);
            case Y_ERROR -> addPauli(operation, X | Z);
            case Z_ERROR -> addPauli(operation, Z);
            case DEPOLARIZE1 -> addDepolarizing(operation, 1);
            case DEPOLARIZE2 -> addDepolarizing(operation, 2);
            case PAULI_CHANNEL_1 -> addExclusive(operation, p, FrameSimulator.XYZ, 1);
            case PAULI_CHANNEL_2 -> addExclusive(operation, p, FrameSimulator.PAIRS, 2);
            case HERALDED_PAULI_CHANNEL_1 -> addExclusive(operation, p, FrameSimulator.IXYZ, 1);
            case HERALDED_ERASE -> {
                double each = p[0] / 4;
                addExclusive(operation, new double[] {each, each, each, each}, FrameSimulator.IXYZ, 1);
            }
            case E -> addCorrelated(operation, false);
            case ELSE_CORRELATED_ERROR -> addCorrelated(operation, true);
            default -> throw new IllegalStateException("not simulated: " + operation.gate());
        }
    }

    private void addPauli(StimInstruction.Operation operation, int operator) {
        double probability = operation.arguments()[0];
        if (probability == 0) {
            add(JaynesDecoder.JAYNES_FRAMES_EVENT());
            return;
        }
        add(JaynesDecoder.JAYNES_FRAMES_PAULI(), number(EventRandom.scaleOf(probability)), operator);
        addNumbers(operation.targets());
    }

    private void addDepolarizing(StimInstruction.Operation operation, int width) {
        double probability = operation.arguments()[0];
        if (probability == 0) {
            add(JaynesDecoder.JAYNES_FRAMES_EVENT());
            return;
        }
        add(JaynesDecoder.JAYNES_FRAMES_DEPOLARIZE(), number(EventRandom.scaleOf(probability)), width);
        addTargets(operation, width);
    }

    private void addTargets(StimInstruction.Operation operation, int width) {
        add(operation.targets().length / width);
        add(operation.targets());
    }

    private void addExclusive(StimInstruction.Operation operation, double[] probabilities, int[] operators, int width) {
        double total = Math.min(1, Arrays.stream(probabilities).sum());
        if (total == 0) {
            add(JaynesDecoder.JAYNES_FRAMES_EVENT());
            return;
        }
        int first = number(EventRandom.scaleOf(total), total);
        number(probabilities);
        boolean heralded = operation.measurementCount() > 0;
        add(JaynesDecoder.JAYNES_FRAMES_EXCLUSIVE(), first, width, heralded ? 1 : 0, operators.length);
        add(operators);
        addTargets(operation, width);
    }

    private void addCorrelated(StimInstruction.Operation operation, boolean onlyElse) {
        double probability = operation.arguments()[0];
        add(
                JaynesDecoder.JAYNES_FRAMES_CORRELATED(),
                number(probability == 0 ? NEVER : EventRandom.scaleOf(probability)),
                onlyElse ? 1 : 0,
                operation.targets().length);
        add(Arrays.stream(operation.targets()).map(FrameWords::factor).toArray());
    }
}
