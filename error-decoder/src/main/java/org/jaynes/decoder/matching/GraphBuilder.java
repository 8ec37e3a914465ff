package org.jaynes.decoder.matching;

import java.util.Arrays;
import java.util.Optional;
import org.jaynes.decoder.DecoderModelException;
import org.jaynes.decoder.TooLargeException;
import org.jaynes.decoder.dem.DemTarget;
import org.jaynes.decoder.dem.DetectorErrorModel;

/**
 * Makes the detector graph of an error model by PyMatching's rules: each component of an error is an edge; a component
 * without detectors is nothing; a component with more than two detectors is no edge and is left out, or refused where
 * correlations are to be used.
 */
final class GraphBuilder {
    /** Longer lists do not fit the arrays that hold two numbers per detector or error. */
    private static final int LIMIT = 1 << 29;

    private final boolean correlated;
    private final int detectorCount;
    private final int observableCount;
    private final EdgeList edgeList = new EdgeList();
    private final EdgeCorrelations.Collector correlations = new EdgeCorrelations.Collector();
    private double[] errorWeights = new double[64];
    private int[] firstEdge = new int[65];
    private int[] errorEdges = new int[64];
    private int errorCount;
    private int errorEdgeCount;
    private long leftOut;

    /** Detectors and observables of the component that is being read. */
    private final int[] ends = new int[2];

    private int[] flipped = new int[8];

    private GraphBuilder(DetectorErrorModel model, boolean correlated) {
        this.correlated = correlated;
        this.detectorCount = limited(model.detectorCount(), "detectors");
        this.observableCount = limited(model.observableCount(), "observables");
    }

    /** A graph, the correlations of its edges if wanted, and the number of components left out. */
    record Built(DetectorGraph graph, EdgeCorrelations correlations, long leftOut) {}

    static Built build(DetectorErrorModel model, boolean correlated) {
        GraphBuilder builder = new GraphBuilder(model, correlated);
        model.forEachError(builder::addError);
        return builder.finish();
    }

    /** What a user should know of components that were left out. */
    static Optional<String> notice(long leftOut) {
        return leftOut == 0
                ? Optional.empty()
                : Optional.of(
                        "matching leaves out %d components of errors that flip more than two detectors; make the model with --decompose_errors"
                                .formatted(leftOut));
    }

    private static int limited(long count, String what) {
        if (count > LIMIT) {
            throw new TooLargeException("the model has %d %s; matching takes at most %d".formatted(count, what, LIMIT));
        }
        return (int) count;
    }

    private Built finish() {
        int edgeCount = edgeList.count();
        EdgeCorrelations found = correlated ? correlations.finish(edgeCount) : EdgeCorrelations.NONE;
        double[] weights = edgeList.weights();
        double greatest = found.greatestWeight();
        boolean whole = found.allWhole();
        for (double weight : weights) {
            greatest = Math.max(greatest, Math.abs(weight));
            whole &= Math.rint(weight) == weight;
        }
        double scale = whole ? 1.0 : DetectorGraph.GREATEST_ROUNDED / greatest;
        ErrorEdges errors = new ErrorEdges(
                Arrays.copyOf(errorWeights, errorCount),
                Arrays.copyOf(firstEdge, errorCount + 1),
                Arrays.copyOf(errorEdges, errorEdgeCount),
                edgeCount);
        DetectorGraph graph = new DetectorGraph(edgeList, detectorCount, observableCount, scale, errors);
        return new Built(graph, found, leftOut);
    }

    private void addError(double probability, long[] targets) {
        if (errorCount == LIMIT) {
            throw new TooLargeException("the model has more than %d errors; matching takes no more".formatted(LIMIT));
        }
        if (errorCount == errorWeights.length) {
            errorWeights = Arrays.copyOf(errorWeights, 2 * errorCount);
            firstEdge = Arrays.copyOf(firstEdge, 2 * errorCount + 1);
        }
        double weight = StrictMath.log((1 - probability) / probability);
        errorWeights[errorCount] = weight;
        if (probability > 0) {
            checkProbability(probability, targets);
            int start = 0;
            for (int i = 0; i <= targets.length; i++) {
                if (i == targets.length || targets[i] == DemTarget.SEPARATOR) {
                    addComponent(weight, targets, start, i);
                    start = i + 1;
                }
            }
            if (correlated) {
                correlations.add(probability, errorEdges, firstEdge[errorCount], errorEdgeCount);
            }
        }
        firstEdge[++errorCount] = errorEdgeCount;
    }

    private void checkProbability(double probability, long[] targets) {
        if (probability == 1) {
            throw new DecoderModelException(
                    "error %d (%s) is certain, its weight would be infinite; leave it out of the model and flip what it flips"
                            .formatted(errorCount, DemText.of(targets)));
        }
        if (correlated && probability > 0.5) {
            throw new DecoderModelException(
                    "error %d (%s) has probability %s; correlated matching takes at most 0.5, use mwpm"
                            .formatted(errorCount, DemText.of(targets), probability));
        }
    }

    private void addComponent(double weight, long[] targets, int from, int to) {
        int detectors = 0;
        int observables = 0;
        for (int i = from; i < to; i++) {
            if (DemTarget.isDetector(targets[i])) {
                if (detectors < 2) {
                    ends[detectors] = (int) targets[i];
                }
                detectors++;
            } else {
                if (observables == flipped.length) {
                    flipped = Arrays.copyOf(flipped, 2 * observables);
                }
                flipped[observables++] = (int) DemTarget.number(targets[i]);
            }
        }
        if (detectors == 1 || detectors == 2) {
            int other = detectors == 1 ? DetectorGraph.BOUNDARY : ends[1];
            appendEdge(edgeList.merge(ends[0], other, weight, flipped, 0, observables));
        } else if (correlated) {
            refuse(targets, detectors);
        } else if (detectors > 2) {
            leftOut++;
        }
    }

    private void refuse(long[] targets, int detectors) {
        boolean whole = Arrays.stream(targets).noneMatch(target -> target == DemTarget.SEPARATOR);
        if (detectors > 2) {
            throw new DecoderModelException(
                    "error %d (%s) has a component of %d detectors; correlated matching needs a model of edges, made with --decompose_errors"
                            .formatted(errorCount, DemText.of(targets), detectors));
        } else if (!whole) {
            throw new DecoderModelException("error %d (%s) has a component without detectors; expected one or two"
                    .formatted(errorCount, DemText.of(targets)));
        }
    }

    private void appendEdge(int edge) {
        if (errorEdgeCount == errorEdges.length) {
            errorEdges = Arrays.copyOf(errorEdges, 2 * errorEdgeCount);
        }
        errorEdges[errorEdgeCount++] = edge;
    }
}
