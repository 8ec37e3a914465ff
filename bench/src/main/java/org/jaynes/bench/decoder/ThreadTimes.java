package org.jaynes.bench.decoder;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.Decoders;

/** How much faster two threads decode a batch than one, by the clock on the wall: it takes two idle cores. */
final class ThreadTimes {
    private static final double PROBABILITY = 0.003;
    private static final int TURNS = 7;

    private ThreadTimes() {}

    /** An entry for each decoder: {@code decoder}, {@code one} and {@code two} in seconds, {@code ratio}. */
    static List<Map<String, Object>> measure(int distance, int shotCount) {
        MemoryShots shots = MemoryShots.sample(distance, PROBABILITY, shotCount, 1);
        List<Map<String, Object>> entries = new ArrayList<>();
        for (String name : List.of("mwpm", "union-find")) {
            CompiledDecoder decoder = Decoders.named(name, Map.of()).compile(shots.model());
            double one = Double.POSITIVE_INFINITY;
            double two = Double.POSITIVE_INFINITY;
            for (int turn = 0; turn < TURNS; turn++) {
                one = Math.min(one, seconds(decoder, shots, 1));
                two = Math.min(two, seconds(decoder, shots, 2));
            }
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("decoder", name);
            entry.put("shots", shots.name());
            entry.put("one", one);
            entry.put("two", two);
            entry.put("ratio", one / two);
            entries.add(entry);
        }
        return entries;
    }

    private static double seconds(CompiledDecoder decoder, MemoryShots shots, int threads) {
        long start = System.nanoTime();
        decoder.decodeBatch(shots.detectors(), shots.count(), threads);
        return (System.nanoTime() - start) * 1e-9;
    }
}
