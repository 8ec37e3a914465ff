package org.jaynes.decoder.analysis;

/**
 * How a circuit is analysed; the names are those of {@code stim analyze_errors}.
 *
 * @param decomposeErrors split errors that flip more than two detectors into components that flip at most two
 * @param foldLoops keep loops as loops where their effect repeats
 * @param allowGaugeDetectors turn detectors that are random into errors of probability 1/2 instead of refusing them
 * @param approximateDisjointErrors errors that exclude each other count as independent if none is likelier than this; 0
 *     refuses them
 * @param ignoreDecompositionFailures leave an error whole that cannot be decomposed instead of refusing it
 * @param blockDecomposeFromIntroducingRemnantEdges use only components that occur as errors of their own
 */
public record AnalysisOptions(
        boolean decomposeErrors,
        boolean foldLoops,
        boolean allowGaugeDetectors,
        double approximateDisjointErrors,
        boolean ignoreDecompositionFailures,
        boolean blockDecomposeFromIntroducingRemnantEdges) {

    /** None of the options. */
    public static final AnalysisOptions PLAIN = new AnalysisOptions(false, false, false, 0, false, false);

    /** Errors decomposed for matching, nothing else. */
    public static final AnalysisOptions DECOMPOSED = new AnalysisOptions(true, false, false, 0, false, false);
}
