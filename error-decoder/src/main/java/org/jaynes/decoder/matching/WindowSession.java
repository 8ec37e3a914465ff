package org.jaynes.decoder.matching;

import java.util.Arrays;
import org.jaynes.decoder.DecoderSession;
import org.jaynes.decoder.ShotPriors;
import org.jspecify.annotations.Nullable;

/**
 * Decodes shots in sliding windows; either whole, by {@link #decode}, or round by round as they come in:
 *
 * <pre>{@code
 * session.begin();
 * while (session.round() < decoder.roundCount()) {
 *     // wait for the events of round session.round() and set their bits in the row
 *     session.addRound(row, 0);
 * }
 * }</pre>
 */
public final class WindowSession implements DecoderSession {
    private final CompiledWindows decoder;
    private final DetectorGraph graph;
    private final @Nullable MatchingSession[] sessions;

    /** Detection events: those that came in, with what committed edges have flipped. */
    private final long[] events;

    private final long[] observables;
    private int round;
    private int window;
    private boolean converged = true;
    private long integerWeight;

    WindowSession(CompiledWindows decoder, DetectorGraph graph) {
        this.decoder = decoder;
        this.graph = graph;
        this.sessions = new @Nullable MatchingSession[decoder.windows.size()];
        this.events = new long[decoder.detectorWords()];
        this.observables = new long[decoder.observableWords()];
    }

    /** Starts a shot. */
    public void begin() {
        Arrays.fill(events, 0);
        Arrays.fill(observables, 0);
        round = 0;
        window = 0;
        converged = true;
        integerWeight = 0;
    }

    /** The round that is expected next. */
    public int round() {
        return round;
    }

    /** Number of rounds, from the first, whose corrections are final. */
    public int committedRounds() {
        return window == decoder.windows.size()
                ? decoder.roundCount()
                : decoder.windows.get(window).firstRound();
    }

    /**
     * Takes the detection events of the next round, and decodes if they complete a window.
     *
     * @param row a shot's row, in which the bits of this round's detectors are valid
     * @param offset index of the row's first word
     * @return whether a window was decoded; {@link #observables} then holds the flips of all committed rounds
     */
    public boolean addRound(long[] row, int offset) {
        if (round == decoder.roundCount()) {
            throw new IllegalStateException("all %d rounds of the shot are there; begin another".formatted(round));
        }
        for (int detector : decoder.detectorsOf[round]) {
            events[detector >> 6] ^= row[offset + (detector >> 6)] & 1L << detector;
        }
        round++;
        CompiledWindows.Window next = decoder.windows.get(window);
        if (round < next.end()) {
            return false;
        }
        match(next);
        window++;
        return true;
    }

    private void match(CompiledWindows.Window part) {
        MatchingSession session = sessions[window];
        if (session == null) {
            session = part.graph().newSession();
            sessions[window] = session;
        }
        long[] row = new long[part.graph().detectorWords()];
        for (int node = 0; node < part.detectors().length; node++) {
            int detector = part.detectors()[node];
            row[node >> 6] |= (events[detector >> 6] >>> detector & 1) << node;
        }
        if (!session.decode(row, 0)) {
            converged = false;
            return;
        }
        for (int i = 0; i < session.edgeCount(); i++) {
            int edge = session.edge(i);
            if (part.commits()[edge]) {
                int whole = part.edges()[edge];
                graph.flip(whole, events, observables);
                integerWeight += graph.integerWeights[whole];
            }
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnsupportedOperationException if there are priors
     */
    @Override
    public boolean decode(long[] shots, int offset, @Nullable ShotPriors priors) {
        if (priors != null) {
            throw new UnsupportedOperationException("sliding windows take no priors; use mwpm or union-find");
        }
        begin();
        while (round < decoder.roundCount()) {
            addRound(shots, offset);
        }
        return converged;
    }

    /** Whether all windows so far could be matched. */
    @Override
    public boolean converged() {
        return converged;
    }

    /** Whether the committed edges flip just the detection events that came in. */
    boolean isExplained() {
        return Arrays.stream(events).allMatch(word -> word == 0);
    }

    @Override
    public long observables(int word) {
        return observables[word];
    }

    /** The weight of the committed edges. */
    @Override
    public double weight() {
        return converged ? graph.weightOf(integerWeight) : Double.POSITIVE_INFINITY;
    }
}
