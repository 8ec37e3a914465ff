package org.jaynes.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;

/**
 * Chooses which element of a pass becomes an op next. An executor keeps the amplitudes that differ in a few bits in
 * registers and applies consecutive ops with these targets before it stores them: a <em>round</em>. Loads and stores cost
 * as much as several ops, so a round should hold many. The bits of a round are therefore chosen by how many ops they
 * let through, those included that only become ready by it.
 *
 * <p>Diagonals wait in {@link PendingDiagonals} until no op can go without them; then one table is applied, chosen so that
 * many ops can go on.
 */
final class RoundOrder {
    /** Targets of a round: 2^3 vectors of amplitudes fill the registers of a CPU with AVX-512. */
    private static final int ROUND_TARGETS = 3;

    /** Counting how much a choice lets through ends here, so that planning stays linear in the number of elements. */
    private static final int ENOUGH = 32;

    /** What becomes of the elements. */
    interface Sink {
        /** Takes a diagonal, which is applied later. */
        void diagonal(Element element);

        /** Emits an op. */
        void mixing(Element.Mixing element);

        /** Emits a probe. */
        void probe(Element.Probing element);

        /** The index bits that diagonals wait on. */
        long waiting();

        /** Applies some of the diagonals that wait on these index bits. */
        void applySome(long bits);
    }

    private final List<Element> elements;
    private final Precedence precedence;
    private final Sink sink;
    /** Per element the index bits of its targets; 0 for diagonals. */
    private final long[] targets;
    /** Per element the index bits that it reads. */
    private final long[] readers;
    /** Bits within a vector: any round can take them as targets. */
    private final long lowMask;

    private final IntList ready = new IntList();
    private final IntList visited = new IntList();
    private long round;

    /**
     * Prepares for the elements of a pass.
     *
     * @param toBits index bits of a set of wires
     * @param lowMask index bits that lie within a vector register
     */
    RoundOrder(List<Element> elements, LongUnaryOperator toBits, long lowMask, Sink sink) {
        this.elements = elements;
        this.precedence = new Precedence(elements);
        this.lowMask = lowMask;
        this.sink = sink;
        this.targets = new long[elements.size()];
        this.readers = new long[elements.size()];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = toBits.applyAsLong(elements.get(i).targets() | pairWire(elements.get(i)));
            readers[i] = toBits.applyAsLong(elements.get(i).readers());
        }
    }

    /** Hands all elements to the sink. */
    void run() {
        // Which are ready from the beginning must be known before the first is placed.
        IntStream.range(0, targets.length)
                .filter(precedence::isReady)
                .boxed()
                .toList()
                .forEach(this::becomesReady);
        while (true) {
            while (placeSome()) {
                // What was placed may have made others ready.
            }
            if (ready.size() == 0) {
                return;
            }
            long next = bestRound();
            if (next == 0) {
                long urgent = 0;
                for (int i = 0; i < ready.size(); i++) {
                    urgent |= targets[ready.get(i)];
                }
                sink.applySome(urgent);
            } else {
                round = next;
            }
        }
    }

    /** A diagonal is taken at once, and those that waited for nothing else but it are ready, too. */
    private void becomesReady(int element) {
        if (targets[element] != 0) {
            ready.add(element);
        } else {
            sink.diagonal(elements.get(element));
            placed(element);
        }
    }

    private void placed(int element) {
        for (int i = precedence.begin(element); i < precedence.end(element); i++) {
            if (precedence.removePredecessor(precedence.successor(i))) {
                becomesReady(precedence.successor(i));
            }
        }
    }

    private static long pairWire(Element element) {
        return element instanceof Element.Probing probing ? 1L << probing.pairWire() : 0;
    }

    private boolean fits(int element, long bits, long waiting) {
        return (targets[element] & waiting) == 0 && (targets[element] & ~lowMask & ~bits) == 0;
    }

    /** Places the ready ops that fit into the round. */
    private boolean placeSome() {
        int[] candidates = ready.drain();
        boolean any = false;
        for (int element : candidates) {
            if (fits(element, round, sink.waiting())) {
                emit(elements.get(element));
                placed(element);
                any = true;
            } else {
                ready.add(element);
            }
        }
        return any;
    }

    private void emit(Element element) {
        switch (element) {
            case Element.Mixing mixing -> sink.mixing(mixing);
            case Element.Probing probing -> sink.probe(probing);
            case Element.Phase _, Element.Table _ -> throw new IllegalStateException("a diagonal: " + element);
        }
    }

    /** The round with the targets of one more op, or a new round if this one is full; 0 if diagonals block all ops. */
    private long bestRound() {
        long waiting = sink.waiting();
        long best = 0;
        int bestGain = 0;
        boolean bestExtends = false;
        List<Long> tried = new ArrayList<>();
        for (int i = 0; i < ready.size(); i++) {
            long own = targets[ready.get(i)] & ~lowMask;
            boolean extendsRound = Long.bitCount(round | own) <= ROUND_TARGETS;
            long bits = extendsRound ? round | own : own;
            if ((targets[ready.get(i)] & waiting) != 0 || (bestExtends && !extendsRound) || tried.contains(bits)) {
                continue;
            }
            tried.add(bits);
            int gain = gain(bits, waiting);
            if (gain > bestGain || (extendsRound && !bestExtends)) {
                best = bits;
                bestGain = gain;
                bestExtends = extendsRound;
            }
        }
        return best;
    }

    /** How many ops a round with these targets lets through; leaves everything as it was. */
    private int gain(long bits, long waiting) {
        long blocked = waiting;
        int gain = 0;
        visited.clear();
        for (int i = 0; i < ready.size(); i++) {
            visited.add(ready.get(i));
        }
        int[] released = new int[0];
        int releasedCount = 0;
        for (int next = 0; next < visited.size() && gain < ENOUGH; next++) {
            int element = visited.get(next);
            boolean diagonal = targets[element] == 0;
            if (diagonal) {
                blocked |= readers[element];
            } else if (fits(element, bits, blocked)) {
                gain++;
            } else {
                continue;
            }
            if (releasedCount == released.length) {
                released = Arrays.copyOf(released, Math.max(16, 2 * releasedCount));
            }
            released[releasedCount++] = element;
            for (int i = precedence.begin(element); i < precedence.end(element); i++) {
                if (precedence.removePredecessor(precedence.successor(i))) {
                    visited.add(precedence.successor(i));
                }
            }
        }
        for (int i = 0; i < releasedCount; i++) {
            for (int k = precedence.begin(released[i]); k < precedence.end(released[i]); k++) {
                precedence.addPredecessor(precedence.successor(k));
            }
        }
        return gain;
    }
}
