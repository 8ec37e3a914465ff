package org.jaynes.decoder.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.decoder.CircuitException;
import org.jaynes.decoder.dem.DemInstruction;
import org.jaynes.decoder.dem.DemTarget;
import org.jspecify.annotations.Nullable;

/**
 * Decomposes errors that still flip more than two detectors into components that occur elsewhere in the circuit, and,
 * if need be and allowed, one remnant that does not.
 */
final class GlobalDecomposition {
    /** The search keeps the targets of a component in the bits of a long. */
    private static final int MOST_TERMS = 64;

    /** One or two detectors; the second is -1 if there is one. */
    private record Symptom(long first, long second) {}

    private final AnalysisOptions options;

    /** A component for each symptom that some error has; the last in the order of the errors. */
    private final Map<Symptom, long[]> known = new HashMap<>();

    private GlobalDecomposition(AnalysisOptions options) {
        this.options = options;
    }

    /** Rewrites the errors of a table. */
    static void decompose(ErrorTable errors, AnalysisOptions options) {
        if (errors.isGraphlike()) {
            return;
        }
        GlobalDecomposition decomposition = new GlobalDecomposition(options);
        int[] sorted = errors.sorted();
        for (int error : sorted) {
            components(errors.targets(error)).forEach(decomposition::learn);
        }
        List<DemInstruction.ErrorMechanism> rewritten = new ArrayList<>();
        for (int error : sorted) {
            if (!Targets.isGraphlike(errors.targets(error))) {
                long[] targets = decomposition.rewrite(errors.targets(error));
                rewritten.add(new DemInstruction.ErrorMechanism(errors.remove(error), targets, errors.tag(error)));
            }
        }
        rewritten.forEach(error -> errors.add(error.probability(), error.targets(), error.tag()));
    }

    private static List<long[]> components(long[] targets) {
        List<long[]> components = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= targets.length; i++) {
            if (i == targets.length || targets[i] == DemTarget.SEPARATOR) {
                components.add(Arrays.copyOfRange(targets, start, i));
                start = i + 1;
            }
        }
        return components;
    }

    private void learn(long[] component) {
        int detectors = Targets.detectorCount(component);
        if (detectors == 1) {
            known.put(new Symptom(component[0], -1), component);
        } else if (detectors == 2) {
            known.put(new Symptom(component[0], component[1]), component);
        }
    }

    private long[] rewrite(long[] targets) {
        TargetList rewritten = new TargetList();
        for (long[] component : components(targets)) {
            int length = rewritten.length();
            if (appendKnown(component, rewritten)) {
                continue;
            }
            boolean remnants = !options.blockDecomposeFromIntroducingRemnantEdges();
            if (remnants && appendWithRemnant(component, rewritten)) {
                continue;
            }
            rewritten.cutTo(length);
            if (!options.ignoreDecompositionFailures()) {
                throw new CircuitException(
                        "the error that flips %s cannot be decomposed into errors that flip at most two detectors;%s"
                                        .formatted(Targets.show(component), remnants ? "" : " allow remnant edges, or")
                                + " ignore decomposition failures (--ignore_decomposition_failures)");
            }
            rewritten.addComponent(component);
        }
        return rewritten.joined();
    }

    /** Appends known components that flip exactly the same; false if there are none. */
    private boolean appendKnown(long[] component, TargetList out) {
        if (component.length >= MOST_TERMS) {
            throw new CircuitException(
                    "an error that flips %d detectors and observables cannot be decomposed; the limit is %d"
                            .formatted(component.length, MOST_TERMS - 1));
        }
        int detectors = Targets.detectorCount(component);
        List<long[]> found = new ArrayList<>();
        if (!search(component, detectors, 0, 0, observables(component), found)) {
            return false;
        }
        found.reversed().forEach(out::addComponent);
        return true;
    }

    /** Explains the first detector that is not used yet by a pair with each later one in turn, or by itself. */
    private boolean search(
            long[] component, int detectors, int from, long used, long observablesLeft, List<long[]> found) {
        int first = from;
        while (first < detectors && (used >>> first & 1) != 0) {
            first++;
        }
        if (first == detectors) {
            return observablesLeft == 0;
        }
        for (int second = first + 1; second <= detectors; second++) {
            boolean alone = second == detectors;
            if (!alone && (used >>> second & 1) != 0) {
                continue;
            }
            long[] match = known.get(new Symptom(component[first], alone ? -1 : component[second]));
            if (match != null) {
                long usedNow = used | 1L << first | (alone ? 0 : 1L << second);
                if (search(component, detectors, first + 1, usedNow, observablesLeft ^ observables(match), found)) {
                    found.add(match);
                    return true;
                }
            }
        }
        return false;
    }

    private static long observables(long[] component) {
        long mask = 0;
        for (long target : component) {
            if (DemTarget.isObservable(target)) {
                if (DemTarget.number(target) >= Long.SIZE) {
                    throw new CircuitException("errors that flip observable L%d cannot be decomposed; the limit is L63"
                            .formatted(DemTarget.number(target)));
                }
                mask |= 1L << DemTarget.number(target);
            }
        }
        return mask;
    }

    /** Takes known pairs greedily, then known single detectors; at most two detectors may be left for a new component. */
    private boolean appendWithRemnant(long[] component, TargetList out) {
        int detectors = Targets.detectorCount(component);
        if (detectors <= 2) {
            out.addComponent(component);
            return true;
        }
        boolean[] done = new boolean[detectors];
        long[] rest = component;
        for (int first = 0; first < detectors; first++) {
            for (int second = first + 1; second < detectors && !done[first]; second++) {
                long @Nullable [] match =
                        done[second] ? null : known.get(new Symptom(component[first], component[second]));
                if (match != null) {
                    done[first] = true;
                    done[second] = true;
                    out.addComponent(match);
                    rest = Targets.xor(rest, match);
                }
            }
        }
        int missed = 0;
        for (int first = 0; first < detectors; first++) {
            long @Nullable [] match = done[first] ? null : known.get(new Symptom(component[first], -1));
            if (match != null) {
                done[first] = true;
                out.addComponent(match);
                rest = Targets.xor(rest, match);
            }
            missed += done[first] ? 0 : 1;
        }
        if (missed > 2) {
            return false;
        }
        if (rest.length > 0) {
            out.addComponent(rest);
        }
        return true;
    }
}
