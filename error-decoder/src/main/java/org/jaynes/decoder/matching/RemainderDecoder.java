package org.jaynes.decoder.matching;

import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.DecoderSession;
import org.jaynes.decoder.Predictions;
import org.jaynes.decoder.ShotPriors;
import org.jaynes.decoder.matching.ProvenParts.Remainders;
import org.jspecify.annotations.Nullable;

/**
 * Matches what a device has left of shots and adds what it has proven: row k of a batch is the k-th of the remainders.
 *
 * <p>Both halves of a solution are best for their own events. Their radii together are a dual solution of the whole shot,
 * and the solution hence a best one, if on no edge the regions of the remainder and the balls of the proven part overlap.
 * Where they do, the session has not converged, and the shot is to be matched as a whole.
 */
final class RemainderDecoder implements CompiledDecoder {
    private final CompiledMatching matching;
    private final DetectorGraph graph;
    private final Remainders remainders;
    private final int firstShot;
    private final Predictions proven;

    /**
     * A decoder for one batch.
     *
     * @param matching of the same graph
     * @param proven holds what the device predicts for the proven parts; a weight there is a sum of integer weights
     * @param firstShot the first shot of the batch in {@code proven}
     */
    RemainderDecoder(
            CompiledMatching matching, DetectorGraph graph, Remainders remainders, Predictions proven, int firstShot) {
        this.matching = matching;
        this.graph = graph;
        this.remainders = remainders;
        this.proven = proven;
        this.firstShot = firstShot;
    }

    /** The rows of events that are left. Sessions take the events of negative edges for granted, so they are taken out here. */
    long[] rows() {
        int words = detectorWords();
        long[] rows = new long[remainders.shots().length * words];
        for (int part = 0; part < remainders.shots().length; part++) {
            System.arraycopy(graph.negativeDetectors, 0, rows, part * words, words);
            for (int ball = remainders.first()[part]; ball < remainders.end()[part]; ball++) {
                if (remainders.isEvent(ball)) {
                    int node = remainders.node(ball);
                    rows[part * words + (node >> 6)] ^= 1L << node;
                }
            }
        }
        return rows;
    }

    @Override
    public int detectorCount() {
        return matching.detectorCount();
    }

    @Override
    public int observableCount() {
        return matching.observableCount();
    }

    @Override
    public int errorCount() {
        return matching.errorCount();
    }

    @Override
    public DecoderSession newSession() {
        return new Session(matching.newSession());
    }

    private final class Session implements DecoderSession {
        private final MatchingSession session;
        private int shot;
        private boolean converged;

        Session(MatchingSession session) {
            this.session = session;
        }

        @Override
        public boolean decode(long[] rows, int offset, @Nullable ShotPriors priors) {
            if (priors != null) {
                throw new UnsupportedOperationException("a proven part has the weights of the model");
            }
            int part = offset / detectorWords();
            shot = firstShot + remainders.shots()[part];
            converged = session.decode(rows, offset) && !overlaps(part);
            return converged;
        }

        private boolean overlaps(int part) {
            for (int ball = remainders.first()[part]; ball < remainders.end()[part]; ball++) {
                if (!remainders.isEvent(ball) && session.overlaps(remainders.node(ball), remainders.reach(ball))) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public boolean converged() {
            return converged;
        }

        @Override
        public long observables(int word) {
            return session.observables(word) ^ proven.observables()[shot * proven.observableWords() + word];
        }

        @Override
        public double weight() {
            return graph.weightOf(session.integerWeight() + (long) proven.weight(shot));
        }
    }
}
