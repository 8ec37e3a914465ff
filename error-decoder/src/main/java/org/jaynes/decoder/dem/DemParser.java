package org.jaynes.decoder.dem;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jaynes.decoder.text.Scanner;

/** Reads {@code .dem} texts. */
final class DemParser {
    private static final long COUNT_LIMIT = 1L << 60;

    /** Printing and visiting a model use the thread's stack, one frame a level. */
    private static final int DEEPEST_NESTING = 1_000;

    /** A block that is not closed yet. */
    private record Open(List<DemInstruction> outer, long count, String tag, int place) {}

    private final Scanner scanner;
    private final Deque<Open> open = new ArrayDeque<>();
    private List<DemInstruction> instructions = new ArrayList<>();
    private long[] targets = new long[16];

    DemParser(byte[] text, String sourceName) {
        this.scanner = new Scanner(text, sourceName);
    }

    DetectorErrorModel parse() {
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
            throw scanner.fault(open.getLast().place(), "this block is never closed; expected '}'");
        }
        return model(0);
    }

    private void closeBlock() {
        int place = scanner.position();
        if (open.isEmpty()) {
            throw scanner.fault("'}' closes no block");
        }
        scanner.advance();
        Open block = open.removeLast();
        DetectorErrorModel body = model(place);
        instructions = block.outer();
        instructions.add(new DemInstruction.Repeat(block.count(), body, block.tag()));
    }

    private DetectorErrorModel model(int place) {
        try {
            return new DetectorErrorModel(instructions);
        } catch (ArithmeticException e) {
            throw scanner.fault(place, "detector numbers, with all shifts, must be less than 2^63");
        }
    }

    private void parseInstruction() {
        int place = scanner.position();
        String name = scanner.readName();
        String tag = scanner.readTag();
        double[] arguments = scanner.readArguments();
        switch (name) {
            case "ERROR" -> instructions.add(parseError(place, arguments, tag));
            case "DETECTOR" ->
                instructions.add(new DemInstruction.Detector(
                        arguments, readOnly("a detector such as D5", 'D', DemTarget.DETECTOR_LIMIT), tag));
            case "LOGICAL_OBSERVABLE" -> {
                refuseArguments(place, name, arguments);
                instructions.add(new DemInstruction.Observable(
                        readOnly("an observable such as L0", 'L', DemTarget.OBSERVABLE_LIMIT), tag));
            }
            case "SHIFT_DETECTORS" -> {
                startTarget();
                long shift = scanner.readInteger("the number of detectors to shift by", DemTarget.DETECTOR_LIMIT);
                endTargets();
                instructions.add(new DemInstruction.Shift(arguments, shift, tag));
            }
            case "REPEAT" -> {
                refuseArguments(place, name, arguments);
                openBlock(place, tag);
            }
            default ->
                throw scanner.fault(
                        place,
                        "unknown instruction '%s'; known: error, detector, logical_observable, shift_detectors, repeat"
                                .formatted(name));
        }
    }

    private void openBlock(int place, String tag) {
        startTarget();
        long count = scanner.readInteger("the number of repetitions", COUNT_LIMIT);
        scanner.skipBlanks();
        if (!scanner.accept('{')) {
            throw scanner.fault("expected '{' on the line of repeat but found " + scanner.show());
        }
        if (open.size() == DEEPEST_NESTING) {
            throw scanner.fault(place, "blocks are nested more than %d deep".formatted(DEEPEST_NESTING));
        }
        open.addLast(new Open(instructions, count, tag, place));
        instructions = new ArrayList<>();
    }

    private DemInstruction.ErrorMechanism parseError(int place, double[] arguments, String tag) {
        if (arguments.length != 1 || !(arguments[0] >= 0 && arguments[0] <= 1)) {
            throw scanner.fault(
                    place,
                    "error takes one probability from 0 to 1 but found %s"
                            .formatted(arguments.length == 0 ? "none" : Arrays.toString(arguments)));
        }
        int count = 0;
        int targetsPlace = scanner.position();
        while (nextTarget()) {
            if (count == targets.length) {
                targets = Arrays.copyOf(targets, 2 * count);
            }
            targetsPlace = scanner.position();
            targets[count++] = readTarget();
            if (targets[count - 1] == DemTarget.SEPARATOR
                    && (count == 1 || targets[count - 2] == DemTarget.SEPARATOR)) {
                throw scanner.fault(targetsPlace, "'^' stands between components; expected a target before it");
            }
        }
        if (count > 0 && targets[count - 1] == DemTarget.SEPARATOR) {
            throw scanner.fault(targetsPlace, "'^' stands between components; expected a target after it");
        }
        return new DemInstruction.ErrorMechanism(arguments[0], Arrays.copyOf(targets, count), tag);
    }

    private long readTarget() {
        return switch (scanner.peek()) {
            case '^' -> {
                scanner.advance();
                yield DemTarget.SEPARATOR;
            }
            case 'D', 'd' -> {
                scanner.advance();
                yield DemTarget.detector(scanner.readInteger("a detector number", DemTarget.DETECTOR_LIMIT));
            }
            case 'L', 'l' -> {
                scanner.advance();
                yield DemTarget.observable(scanner.readInteger("an observable number", DemTarget.OBSERVABLE_LIMIT));
            }
            default -> throw scanner.fault("expected a target (D5, L0 or ^) but found " + scanner.show());
        };
    }

    private long readOnly(String what, char letter, long limit) {
        startTarget();
        if ((scanner.peek() | 0x20) != (letter | 0x20)) {
            throw scanner.fault("expected %s but found %s".formatted(what, scanner.show()));
        }
        scanner.advance();
        long number = scanner.readInteger("its number", limit);
        endTargets();
        return number;
    }

    private void refuseArguments(int place, String name, double[] arguments) {
        if (arguments.length > 0) {
            throw scanner.fault(place, "%s takes no arguments in parentheses".formatted(name));
        }
    }

    private void startTarget() {
        if (!nextTarget()) {
            throw scanner.fault("expected a target but found " + scanner.show());
        }
    }

    private void endTargets() {
        if (nextTarget()) {
            throw scanner.fault("expected the end of the line but found " + scanner.show());
        }
    }

    /** Goes to the next target of the instruction; false if the line ends first. */
    private boolean nextTarget() {
        boolean spaced = scanner.skipBlanks();
        if (scanner.atEndOfLine()) {
            return false;
        }
        if (!spaced) {
            throw scanner.fault("expected a blank between targets but found " + scanner.show());
        }
        return true;
    }
}
