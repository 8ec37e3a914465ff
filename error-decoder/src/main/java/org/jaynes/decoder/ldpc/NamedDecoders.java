package org.jaynes.decoder.ldpc;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jaynes.decoder.Decoder;
import org.jaynes.decoder.DecoderParameters;

/** The decoders of this package from parameters by name, with the defaults of the command line. */
public final class NamedDecoders {
    private static final int MOST = 1_000_000;
    private static final double ALMOST_ONE = 0.999;

    /** With layers, 30 iterations converge on most shots of the gross code with this scaling. */
    private static final double SCALING = 0.9;

    /** Fewer shots converge, but the posteriors of the others are better: fewest failures of the gross code. */
    private static final double SCALING_BEFORE_OSD = 0.625;

    private static final double SCALING_BEFORE_LSD = 0.7;

    private NamedDecoders() {}

    /** {@code bp}: iterations, scaling (0 is adaptive), memory, rule, schedule, precision. */
    public static Decoder bp(DecoderParameters parameters) {
        return new BpDecoder(propagation(parameters, SCALING), new Postprocessing.None());
    }

    /** {@code bp-osd}: as {@code bp}, and osd (zero, exhaustive, combination-sweep), order. */
    public static Decoder bpOsd(DecoderParameters parameters) {
        OrderedStatistics.Search search = choice(parameters, "osd", OrderedStatistics.Search.COMBINATION_SWEEP);
        int most = search == OrderedStatistics.Search.EXHAUSTIVE ? OrderedStatistics.MOST_EXHAUSTIVE : MOST;
        int order = parameters.integer("order", search == OrderedStatistics.Search.ZERO ? 0 : 10, 0, most);
        return new BpDecoder(propagation(parameters, SCALING_BEFORE_OSD), new OrderedStatistics(search, order));
    }

    /** {@code bp-lsd}: as {@code bp}. */
    public static Decoder bpLsd(DecoderParameters parameters) {
        return new BpDecoder(propagation(parameters, SCALING_BEFORE_LSD), new LocalizedStatistics());
    }

    /** {@code relay}: iterations, memory and precision of the first leg; legs, leg-iterations, lowest, highest, solutions, seed. */
    public static Decoder relay(DecoderParameters parameters) {
        BeliefPropagation firstLeg = new BeliefPropagation(
                UpdateRule.MIN_SUM,
                Schedule.FLOODING,
                parameters.integer("iterations", 80, 1, MOST),
                parameters.number("scaling", 1, 0, 1),
                parameters.number("memory", 0.1, -ALMOST_ONE, ALMOST_ONE),
                choice(parameters, "precision", Precision.SINGLE));
        int legs = parameters.integer("legs", 300, 0, MOST);
        int iterations = parameters.integer("leg-iterations", 60, 1, MOST);
        double lowest = parameters.number("lowest", -0.24, -ALMOST_ONE, ALMOST_ONE);
        double highest = parameters.number("highest", 0.66, lowest, ALMOST_ONE);
        int solutions = parameters.integer("solutions", 5, 1, MOST);
        int seed = parameters.integer("seed", 0, 0, Integer.MAX_VALUE);
        return new RelayDecoder(firstLeg, Relay.drawn(legs, iterations, lowest, highest, solutions, seed));
    }

    private static BeliefPropagation propagation(DecoderParameters parameters, double scaling) {
        UpdateRule rule = choice(parameters, "rule", UpdateRule.MIN_SUM);
        Schedule schedule = choice(parameters, "schedule", Schedule.LAYERED);
        double memory = parameters.number("memory", 0, -ALMOST_ONE, ALMOST_ONE);
        if (memory != 0 && schedule != Schedule.FLOODING) {
            throw parameters.fault("memory", Double.toString(memory), "0, or the parameter schedule=flooding with it");
        }
        return new BeliefPropagation(
                rule,
                schedule,
                parameters.integer("iterations", 30, 1, MOST),
                parameters.number("scaling", rule == UpdateRule.MIN_SUM ? scaling : 1, 0, 1),
                memory,
                choice(parameters, "precision", Precision.SINGLE));
    }

    /** One of the constants of the fallback's enum, by its name in lower case with hyphens. */
    private static <E extends Enum<E>> E choice(DecoderParameters parameters, String name, E fallback) {
        String text = parameters.text(name, nameOf(fallback));
        E[] all = fallback.getDeclaringClass().getEnumConstants();
        return Arrays.stream(all)
                .filter(constant -> nameOf(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> parameters.fault(
                        name,
                        text,
                        Arrays.stream(all).map(NamedDecoders::nameOf).collect(Collectors.joining(", "))));
    }

    private static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
