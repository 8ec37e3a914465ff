package org.jaynes.decoder.ldpc;

import java.util.Objects;
import org.jaynes.decoder.DecoderSession;
import org.jaynes.decoder.Predictions;
import org.jaynes.decoder.ShotPriors;
import org.jspecify.annotations.Nullable;

/**
 * Belief propagation in one thread. Batches fill several lanes at once: a lane whose shot is done takes the next one, so
 * that no lane waits for another. Predictions do not depend on how shots are spread over lanes.
 */
public final class PropagationSession implements DecoderSession {
    /**
     * So few shots are done sooner one after the other: an iteration of one shot takes about a fifth of one of all lanes.
     */
    private static final int FEW = 4;

    private final CompiledPropagation decoder;
    private final CheckMatrix matrix;
    private final @Nullable ResidualSolver solver;
    private final ColumnWeights modelWeights;
    private final Solution candidate;
    private final float[] posteriors;
    private final MessageLanes single;
    private final LaneState[] singleState;
    private @Nullable MessageLanes batch;
    private LaneState[] batchStates = {};
    private boolean fewAreLeft;
    private double[] priors;
    private ColumnWeights weights;
    private Solution last;
    private MessageLanes lastLanes;

    /** What a lane is at. */
    private static final class LaneState {
        /** Number of the shot in its batch; {@link #IDLE} if there is none. */
        int shot = IDLE;

        int offset;
        int leg;
        int iteration;
        int totalIterations;
        int solutions;
        final Solution best;

        private static final int IDLE = -1;

        LaneState(CheckMatrix matrix) {
            this.best = new Solution(matrix);
        }

        static LaneState[] of(int count, CheckMatrix matrix) {
            LaneState[] states = new LaneState[count];
            for (int lane = 0; lane < count; lane++) {
                states[lane] = new LaneState(matrix);
            }
            return states;
        }
    }

    PropagationSession(CompiledPropagation decoder) {
        this.decoder = decoder;
        this.matrix = decoder.matrix;
        this.solver = ResidualSolver.of(decoder.postprocessing, matrix);
        this.modelWeights = new ColumnWeights(matrix.priors(), matrix.rowCount());
        this.candidate = new Solution(matrix);
        this.posteriors = new float[matrix.columnCount()];
        this.single = decoder.singleLanes();
        this.singleState = LaneState.of(1, matrix);
        this.priors = matrix.priors();
        this.weights = modelWeights;
        this.last = singleState[0].best;
        this.lastLanes = single;
        last.clear();
    }

    @Override
    public boolean decode(long[] shots, int offset, @Nullable ShotPriors changes) {
        if (changes == null) {
            decodeIn(single, shots, offset);
            return last.converged;
        }
        ReferenceLane lane = decoder.referenceLane();
        priors = new double[matrix.columnCount()];
        matrix.applyChanges(changes, priors);
        weights = new ColumnWeights(priors, matrix.rowCount());
        lane.replacePriors(priors);
        try {
            decodeIn(lane, shots, offset);
        } finally {
            priors = matrix.priors();
            weights = modelWeights;
        }
        return last.converged;
    }

    private void decodeIn(MessageLanes lanes, long[] shots, int offset) {
        LaneState state = singleState[0];
        fewAreLeft = false;
        begin(lanes, 0, state, shots, offset, 0);
        while (state.shot != LaneState.IDLE) {
            advance(lanes, 0, state, shots, (lanes.iterate() & 1) != 0);
        }
        last = state.best;
        lastLanes = lanes;
    }

    @Override
    public void decodeBatch(long[] shots, int first, int count, Predictions predictions) {
        if (batch == null) {
            batch = decoder.batchLanes();
            batchStates = LaneState.of(batch.laneCount(), matrix);
        }
        MessageLanes lanes = Objects.requireNonNull(batch);
        int words = predictions.detectorWords();
        int next = first;
        while (true) {
            int active = 0;
            for (int lane = 0; lane < batchStates.length; lane++) {
                LaneState state = batchStates[lane];
                while (state.shot == LaneState.IDLE && next < first + count) {
                    int offset = Math.multiplyExact(next, words);
                    if (isTrivial(shots, offset, words)) {
                        state.best.complete(0, true, priors);
                        store(predictions, next, state);
                    } else {
                        begin(lanes, lane, state, shots, offset, next);
                    }
                    next++;
                }
                active += state.shot == LaneState.IDLE ? 0 : 1;
            }
            if (active == 0) {
                return;
            }
            fewAreLeft = next == first + count && active <= FEW && lanes.laneCount() > FEW;
            long converged = lanes.iterate();
            for (int lane = 0; lane < batchStates.length; lane++) {
                LaneState state = batchStates[lane];
                int shot = state.shot;
                if (shot != LaneState.IDLE) {
                    advance(lanes, lane, state, shots, (converged >>> lane & 1) != 0);
                    if (state.shot == LaneState.IDLE) {
                        store(predictions, shot, state);
                    }
                }
            }
        }
    }

    private boolean isTrivial(long[] shots, int offset, int words) {
        long any = decoder.emptyIsLightest ? 0 : 1;
        for (int word = 0; word < words; word++) {
            any |= shots[offset + word];
        }
        return any == 0;
    }

    private void store(Predictions predictions, int shot, LaneState state) {
        last = state.best;
        predictions.store(shot, this);
    }

    private static void begin(MessageLanes lanes, int lane, LaneState state, long[] shots, int offset, int shot) {
        state.shot = shot;
        state.offset = offset;
        state.leg = 0;
        state.iteration = 0;
        state.totalIterations = 0;
        state.solutions = 0;
        state.best.clear();
        lanes.start(lane, shots, offset);
    }

    /** Decides what a lane does after an iteration: go on, start the next leg, or be done and idle. */
    private void advance(MessageLanes lanes, int lane, LaneState state, long[] shots, boolean converged) {
        state.iteration++;
        state.totalIterations++;
        if (converged) {
            state.solutions++;
            candidate.complete(lanes.errors(lane, candidate.columns), true, priors);
            if (candidate.weight < state.best.weight) {
                state.best.copyFrom(candidate);
            }
        }
        int limit = state.leg == 0 ? decoder.propagation.iterations() : decoder.relay.iterations();
        if (!converged && state.iteration < limit) {
            return;
        }
        if (state.solutions < decoder.relay.solutions() && state.leg < decoder.relay.legs()) {
            state.leg++;
            state.iteration = 0;
            if (fewAreLeft) {
                finishAlone(lanes, lane, state, shots);
            } else {
                lanes.startLeg(lane, decoder.strengths.ofLeg(state.leg));
            }
            return;
        }
        if (state.solutions == 0) {
            solveWithoutConvergence(lanes, lane, state, shots);
        }
        state.best.iterations = state.totalIterations;
        state.shot = LaneState.IDLE;
    }

    /** Goes on with a shot of a batch, from the leg that it has come to, as a single shot. */
    private void finishAlone(MessageLanes lanes, int lane, LaneState state, long[] shots) {
        fewAreLeft = false;
        lanes.posteriors(lane, posteriors);
        single.takeOver(0, shots, state.offset, posteriors);
        single.startLeg(0, decoder.strengths.ofLeg(state.leg));
        while (state.shot != LaneState.IDLE) {
            advance(single, 0, state, shots, (single.iterate() & 1) != 0);
        }
        fewAreLeft = true;
    }

    private void solveWithoutConvergence(MessageLanes lanes, int lane, LaneState state, long[] shots) {
        if (solver != null) {
            lanes.posteriors(lane, posteriors);
            int count = solver.solve(shots, state.offset, weights, posteriors, state.best.columns);
            if (count != ResidualSolver.UNSOLVABLE) {
                state.best.complete(count, true, priors);
                return;
            }
        }
        state.best.complete(lanes.errors(lane, state.best.columns), false, priors);
    }

    @Override
    public boolean converged() {
        return last.converged;
    }

    @Override
    public long observables(int word) {
        return last.observables[word];
    }

    @Override
    public double weight() {
        return last.weight;
    }

    /** Iterations that the last shot took, of all legs. */
    public int iterations() {
        return last.iterations;
    }

    /** The number of columns of {@link CheckMatrix} with an error in the last solution. */
    public int errorCount() {
        return last.columnCount;
    }

    /** The k-th column with an error in the last solution; ascending. */
    public int error(int k) {
        Objects.checkIndex(k, last.columnCount);
        return last.columns[k];
    }

    /**
     * What belief propagation last believed of a column: ln(P(no error) / P(error)). For the shot that {@link #decode}
     * was last called for; a batch leaves nothing that is meant here.
     */
    public float posterior(int column) {
        return lastLanes.posterior(0, Objects.checkIndex(column, matrix.columnCount()));
    }
}
