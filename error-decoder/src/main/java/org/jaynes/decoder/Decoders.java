package org.jaynes.decoder;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jaynes.decoder.ldpc.NamedDecoders;
import org.jaynes.decoder.matching.MatchingDecoder;
import org.jaynes.decoder.matching.MatchingDecoder.Correlations;
import org.jaynes.decoder.matching.SlidingWindowDecoder;
import org.jaynes.decoder.matching.UnionFindDecoder;

/** The decoders that have a name, for command lines and services. */
public final class Decoders {
    /**
     * A decoder by name.
     *
     * @param name as on the command line
     * @param summary one line for lists
     * @param create makes it from its parameters; those that it does not ask for are refused
     */
    public record Named(String name, String summary, Function<DecoderParameters, Decoder> create) {}

    private static final List<Named> ALL = List.of(
            new Named("mwpm", "exact minimum-weight perfect matching", _ -> new MatchingDecoder(Correlations.IGNORED)),
            new Named(
                    "mwpm-correlated",
                    "matching in two passes, the second with weights that follow from the first; compare=0 never keeps the first",
                    parameters -> new MatchingDecoder(
                            parameters.integer("compare", 1, 0, 1) == 1
                                    ? Correlations.TWO_PASSES_COMPARED
                                    : Correlations.TWO_PASSES)),
            new Named(
                    "mwpm-windows",
                    "matching in sliding windows of -p window=W rounds in steps of -p commit=C",
                    parameters -> new SlidingWindowDecoder(
                            parameters.integer("window", 20, 1, Integer.MAX_VALUE),
                            parameters.integer("commit", 10, 1, Integer.MAX_VALUE))),
            new Named("union-find", "union-find with growth by weight", _ -> new UnionFindDecoder()),
            new Named("bp", "belief propagation; what does not converge stays undecided", NamedDecoders::bp),
            new Named("bp-osd", "belief propagation, then ordered statistics", NamedDecoders::bpOsd),
            new Named("bp-lsd", "belief propagation, then localised statistics", NamedDecoders::bpLsd),
            new Named("relay", "belief propagation with memory in several legs", NamedDecoders::relay));

    private Decoders() {}

    /** All of them, in the order in which lists show them. */
    public static List<Named> all() {
        return ALL;
    }

    /**
     * A decoder by name.
     *
     * @param parameters by name; what is not given has the decoder's default
     * @throws DecoderParameterException if the name or a parameter is unknown or a value is out of range, with what is
     *     allowed
     */
    public static Decoder named(String name, Map<String, String> parameters) {
        for (Named candidate : ALL) {
            if (candidate.name().equals(name)) {
                DecoderParameters reader = new DecoderParameters(name, parameters);
                Decoder decoder = candidate.create().apply(reader);
                reader.refuseUnknown();
                return decoder;
            }
        }
        throw new DecoderParameterException("unknown decoder '%s'; known: %s"
                .formatted(name, ALL.stream().map(Named::name).collect(Collectors.joining(", "))));
    }
}
