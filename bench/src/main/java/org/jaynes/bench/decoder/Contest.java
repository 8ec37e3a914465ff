package org.jaynes.bench.decoder;

import java.util.List;
import org.jaynes.decoder.Decoder;
import org.jaynes.decoder.ldpc.BeliefPropagation;
import org.jaynes.decoder.ldpc.BpDecoder;
import org.jaynes.decoder.ldpc.LocalizedStatistics;
import org.jaynes.decoder.ldpc.OrderedStatistics;
import org.jaynes.decoder.ldpc.Postprocessing;
import org.jaynes.decoder.ldpc.Precision;
import org.jaynes.decoder.ldpc.Relay;
import org.jaynes.decoder.ldpc.RelayDecoder;
import org.jaynes.decoder.ldpc.Schedule;
import org.jaynes.decoder.ldpc.UpdateRule;

/**
 * A decoder of Jaynes and the other one that it is compared with.
 *
 * @param name of the line
 * @param decoder of Jaynes
 * @param peer what {@code ldpc-peers.py} calls the other one
 * @param sameAlgorithm whether both should predict nearly the same
 * @param share of the shots that are decoded, because the other one is slow
 */
record Contest(String name, Decoder decoder, String peer, boolean sameAlgorithm, double share) {
    private static final int ITERATIONS = 30;

    /** The scaling with which ldpc converges most often on the gross code with the parallel schedule. */
    private static final double SCALING = 0.9;

    /** All of them. */
    static List<Contest> all() {
        BeliefPropagation flooding = BeliefPropagation.minSum(ITERATIONS, SCALING);
        BeliefPropagation layered =
                new BeliefPropagation(UpdateRule.MIN_SUM, Schedule.LAYERED, ITERATIONS, SCALING, 0, Precision.SINGLE);
        Postprocessing none = new Postprocessing.None();
        OrderedStatistics sweep = OrderedStatistics.combinationSweep(10);
        return List.of(
                new Contest("bp", new BpDecoder(flooding, none), "ldpc bp", true, 1),
                new Contest("bp layered", new BpDecoder(layered, none), "ldpc bp", false, 1),
                new Contest("bp+osd0", new BpDecoder(flooding, OrderedStatistics.zero()), "ldpc osd0", true, 1),
                new Contest("bp+osd-cs10", new BpDecoder(flooding, sweep), "ldpc osd-cs10", true, 0.1),
                new Contest("bp+osd-cs10 layered", new BpDecoder(layered, sweep), "ldpc osd-cs10", false, 0.1),
                new Contest("bp+lsd0", new BpDecoder(flooding, new LocalizedStatistics()), "ldpc lsd0", true, 1),
                new Contest("relay-1", relay(1), "relay-bp 1", false, 1),
                new Contest("relay-5", relay(5), "relay-bp 5", false, 0.3));
    }

    private static Decoder relay(int solutions) {
        BeliefPropagation first =
                new BeliefPropagation(UpdateRule.MIN_SUM, Schedule.FLOODING, 80, 1, 0.1, Precision.SINGLE);
        return new RelayDecoder(first, Relay.drawn(60, 60, -0.24, 0.66, solutions, 0));
    }

    /** Always the full number of iterations on shots that are no shots, beside each of the peers. */
    static List<Contest> iterations(int count) {
        Decoder decoder = new BpDecoder(BeliefPropagation.minSum(count, SCALING), new Postprocessing.None());
        return List.of(
                new Contest("iteration", decoder, "ldpc iterations " + count, false, 1),
                new Contest("iteration", decoder, "relay-bp iterations " + count, false, 1));
    }
}
