package org.jaynes.decoder.stim;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jaynes.decoder.TextPlace;
import org.jaynes.decoder.text.Scanner;

/** Reads {@code .stim} texts. */
final class StimParser {
    private static final long COUNT_LIMIT = 1L << 60;

    /** Printing and walking a circuit use the thread's stack, one frame a level. */
    private static final int DEEPEST_NESTING = 1_000;

    /** A block that is not closed yet. */
    private record Open(StimCircuitBuilder outer, long count, String tag, int position, TextPlace place) {}

    private final Scanner scanner;
    private final Deque<Open> open = new ArrayDeque<>();
    private StimCircuitBuilder block = new StimCircuitBuilder();

    /** The targets of the operation that is being read. */
    private int[] targets = new int[64];

    private int targetCount;

    StimParser(byte[] text, String sourceName) {
        this.scanner = new Scanner(text, sourceName);
    }

    StimCircuit parse() {
        while (true) {
            scanner.skipToInstruction();
            if (scanner.peek() == Scanner.END) {
                break;
            }
            if (scanner.peek() == '}') {
                closeBlock();
            } else {
                parseInstruction();
            }
        }
        if (!open.isEmpty()) {
            throw scanner.fault(open.getLast().position(), "this block is never closed; expected '}'");
        }
        return build(scanner.position(), block);
    }

    private void closeBlock() {
        int place = scanner.position();
        if (open.isEmpty()) {
            throw scanner.fault("'}' closes no block");
        }
        scanner.advance();
        StimCircuit body = build(place, block);
        Open closed = open.removeLast();
        // A loop that counts too much is refused where it ends.
        build(place, new StimCircuitBuilder().appendRepeat(closed.count(), body, closed.tag()));
        block = closed.outer().appendRepeat(closed.count(), body, closed.tag(), closed.place());
    }

    private StimCircuit build(int place, StimCircuitBuilder builder) {
        try {
            return builder.build(scanner.source());
        } catch (ArithmeticException e) {
            throw scanner.fault(place, "the number of measurements and detectors must be less than 2^63");
        }
    }

    private void parseInstruction() {
        int place = scanner.position();
        String name = scanner.readName();
        String tag = scanner.readTag();
        double[] arguments = scanner.readArguments();
        if (name.equals("REPEAT")) {
            openBlock(place, arguments, tag);
            return;
        }
        StimGate gate = StimGate.named(name)
                .orElseThrow(() -> scanner.fault(place, "unknown instruction '%s'".formatted(name)));
        checkArguments(place, gate, arguments);
        parseTargets(place, gate);
        block.append(gate, arguments, targets, targetCount, tag, scanner.placeOf(place));
    }

    private void openBlock(int place, double[] arguments, String tag) {
        if (arguments.length > 0) {
            throw scanner.fault(place, "REPEAT takes no arguments in parentheses");
        }
        targetCount = 0;
        if (!nextTarget()) {
            throw scanner.fault("expected the number of repetitions but found " + scanner.show());
        }
        long count = scanner.readInteger("the number of repetitions", COUNT_LIMIT);
        if (count == 0) {
            throw scanner.fault(place, "a block must repeat at least once");
        }
        scanner.skipBlanks();
        if (!scanner.accept('{')) {
            throw scanner.fault("expected '{' on the line of REPEAT but found " + scanner.show());
        }
        if (open.size() == DEEPEST_NESTING) {
            throw scanner.fault(place, "blocks are nested more than %d deep".formatted(DEEPEST_NESTING));
        }
        open.addLast(new Open(block, count, tag, place, scanner.placeOf(place)));
        block = new StimCircuitBuilder();
    }

    private void checkArguments(int place, StimGate gate, double[] arguments) {
        if (arguments.length < gate.fewestArguments() || arguments.length > gate.mostArguments()) {
            String expected = gate.fewestArguments() == gate.mostArguments()
                    ? String.valueOf(gate.fewestArguments())
                    : "%d to %d".formatted(gate.fewestArguments(), gate.mostArguments());
            throw scanner.fault(
                    place,
                    "%s takes %s arguments in parentheses but has %d".formatted(gate, expected, arguments.length));
        }
        double sum = 0;
        for (double argument : arguments) {
            sum += argument;
            switch (gate.arguments()) {
                case PROBABILITIES, DISJOINT_PROBABILITIES -> {
                    if (!(argument >= 0 && argument <= 1)) {
                        throw scanner.fault(
                                place, "%s takes probabilities from 0 to 1 but has %s".formatted(gate, argument));
                    }
                }
                case INDEX -> {
                    if (argument != Math.rint(argument) || !(argument >= 0 && argument < 1L << 32)) {
                        throw scanner.fault(
                                place, "%s takes an integer from 0 to 4294967295 but has %s".formatted(gate, argument));
                    }
                }
                case COORDINATES, NONE -> {}
            }
        }
        // The same slack as Stim has for sums that are 1 up to rounding.
        if (gate.arguments() == StimGate.Arguments.DISJOINT_PROBABILITIES && sum > 1.0000001) {
            throw scanner.fault(
                    place,
                    "the probabilities of %s exclude each other, so their sum is at most 1; it is %s"
                            .formatted(gate, sum));
        }
    }

    private void parseTargets(int place, StimGate gate) {
        targetCount = 0;
        while (nextTarget()) {
            int targetPlace = scanner.position();
            int target = readTarget();
            checkTarget(targetPlace, gate, target);
            add(target);
            if (isPair(gate) && targetCount % 2 == 0 && targets[targetCount - 2] == target) {
                throw scanner.fault(targetPlace, "the two targets of a pair of %s are the same".formatted(gate));
            }
        }
        if (isPair(gate) && targetCount % 2 != 0) {
            throw scanner.fault(place, "%s takes pairs of targets but has %d targets".formatted(gate, targetCount));
        }
        if (targetCount > 0 && targets[targetCount - 1] == StimTarget.COMBINER) {
            throw scanner.fault("expected a Pauli target after '*' but found " + scanner.show());
        }
    }

    private static boolean isPair(StimGate gate) {
        return gate.targets() == StimGate.Targets.PAIRS || gate.targets() == StimGate.Targets.CONTROLLED_PAIRS;
    }

    private void add(int target) {
        if (targetCount == targets.length) {
            targets = Arrays.copyOf(targets, 2 * targetCount);
        }
        targets[targetCount++] = target;
    }

    private void checkTarget(int place, StimGate gate, int target) {
        boolean inverted = StimTarget.isInverted(target);
        boolean fits = switch (gate.targets()) {
            case NONE -> false;
            case QUBITS, PAIRS -> StimTarget.isQubit(target) && (!inverted || gate.invertible());
            case CONTROLLED_PAIRS -> (StimTarget.isQubit(target) || StimTarget.isBit(target)) && !inverted;
            case PAULIS -> StimTarget.isPauli(target);
            case PAULI_PRODUCTS ->
                StimTarget.isPauli(target)
                        || (target == StimTarget.COMBINER
                                && targetCount > 0
                                && targets[targetCount - 1] != StimTarget.COMBINER);
            case RECORDS -> StimTarget.isRecord(target);
            case RECORDS_OR_PAULIS -> StimTarget.isRecord(target) || StimTarget.isPauli(target);
            case CONSTANT_BITS -> StimTarget.isQubit(target) && target >= 0 && target <= 1;
        };
        if (!fits) {
            StringBuilder found = new StringBuilder();
            if (target == StimTarget.COMBINER) {
                found.append('*');
            } else {
                StimTarget.append(found, target);
            }
            throw scanner.fault(place, "%s takes %s but found '%s'".formatted(gate, expected(gate), found));
        }
    }

    private static String expected(StimGate gate) {
        return switch (gate.targets()) {
            case NONE -> "no targets";
            case QUBITS, PAIRS -> gate.invertible() ? "qubits, possibly with '!'," : "qubits";
            case CONTROLLED_PAIRS -> "qubits, rec[-k] or sweep[k]";
            case PAULIS -> "Pauli targets such as X1";
            case PAULI_PRODUCTS -> "Pauli products such as X1*Y2";
            case RECORDS -> "measurement records rec[-k]";
            case RECORDS_OR_PAULIS -> "measurement records rec[-k] or Pauli targets";
            case CONSTANT_BITS -> "targets 0 and 1";
        };
    }

    private int readTarget() {
        int place = scanner.position();
        if (scanner.accept('*')) {
            return StimTarget.COMBINER;
        }
        boolean inverted = scanner.accept('!');
        int target = switch (scanner.peek()) {
            case 'X', 'Y', 'Z', 'x', 'y', 'z' -> {
                char operator = Character.toUpperCase((char) scanner.peek());
                scanner.advance();
                yield StimTarget.pauli(operator, readNumber("the number of a qubit"));
            }
            case 'r' -> {
                expect("rec[-", place);
                int lookback = readNumber("a look-back into the measurement record");
                if (lookback == 0) {
                    throw scanner.fault(place, "the last measurement is rec[-1]; there is no rec[-0]");
                }
                yield StimTarget.record(closed(lookback));
            }
            case 's' -> {
                expect("sweep[", place);
                yield StimTarget.sweep(closed(readNumber("the number of a sweep bit")));
            }
            default -> readNumber("a target (a qubit, X1, rec[-1], sweep[0])");
        };
        if (inverted && StimTarget.isBit(target)) {
            throw scanner.fault(place, "'!' does not go with rec[-k] and sweep[k]");
        }
        return inverted ? StimTarget.inverted(target) : target;
    }

    private void expect(String text, int place) {
        for (int i = 0; i < text.length(); i++) {
            if (!scanner.accept(text.charAt(i))) {
                throw scanner.fault(place, "expected '%s' at the start of this target".formatted(text));
            }
        }
    }

    private int closed(int number) {
        if (!scanner.accept(']')) {
            throw scanner.fault("expected ']' but found " + scanner.show());
        }
        return number;
    }

    private int readNumber(String what) {
        return (int) scanner.readInteger(what, StimTarget.NUMBER_LIMIT);
    }

    /** Goes to the next target of the instruction; false if the line ends first. */
    private boolean nextTarget() {
        boolean spaced = scanner.skipBlanks();
        if (scanner.atEndOfLine()) {
            return false;
        }
        boolean combined =
                scanner.peek() == '*' || (targetCount > 0 && targets[targetCount - 1] == StimTarget.COMBINER);
        if (!spaced && !combined) {
            throw scanner.fault("expected a blank between targets but found " + scanner.show());
        }
        return true;
    }
}
