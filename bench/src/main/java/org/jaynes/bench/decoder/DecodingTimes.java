package org.jaynes.bench.decoder;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jaynes.bench.peers.PeerException;
import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.DecoderSession;
import org.jaynes.decoder.Predictions;

/**
 * One decoder on one set of shots, in turns with its peers, one thread each. Times are of the processor, so that other
 * work on the machine counts less; the least of all turns counts.
 */
final class DecodingTimes {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** A relative difference of weights that rounding explains. */
    private static final double TOLERANCE = 1e-9;

    /**
     * What a decoder did.
     *
     * @param decoder its name
     * @param shots the first shots that it decoded
     * @param microseconds per shot, in the fastest batch
     * @param single one shot per call
     * @param mistakes shots with wrong predictions
     * @param otherWeights shots whose weight differs from Jaynes'; -1 where it gives none
     * @param otherPredictions shots whose prediction differs from Jaynes'
     */
    record Row(
            String decoder,
            int shots,
            double microseconds,
            CallTimes single,
            int mistakes,
            int otherWeights,
            int otherPredictions) {
        Map<String, Object> toJson() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("decoder", decoder);
            json.put("shots", shots);
            json.put("microseconds_per_shot", microseconds);
            json.put("single_call_microseconds", single.toJson());
            json.put("mistakes", mistakes);
            json.put("other_weights", otherWeights);
            json.put("other_predictions", otherPredictions);
            return json;
        }

        String line(String shotsName, double ourMicroseconds) {
            return String.format(
                    Locale.ROOT,
                    "%-16s %-22s %11.4f %7.2fx %9.3f %9.3f %9.3f %9d/%-8d %8d %8d",
                    shotsName,
                    decoder,
                    microseconds,
                    microseconds / ourMicroseconds,
                    single.p50(),
                    single.p99(),
                    single.p999(),
                    mistakes,
                    shots,
                    otherWeights,
                    otherPredictions);
        }
    }

    private final MemoryShots shots;
    private final DecoderSession session;
    private final Predictions predictions;
    private final double seconds;
    private final int turns;

    /**
     * @param seconds of warming up, and the time that one peer may take for its shots
     * @param turns how often each decodes
     */
    DecodingTimes(MemoryShots shots, CompiledDecoder decoder, double seconds, int turns) {
        this.shots = shots;
        this.session = decoder.newSession();
        this.predictions = new Predictions(decoder, shots.count());
        this.seconds = seconds;
        this.turns = turns;
    }

    /** The rows of the decoder and of its peers, the decoder's first. */
    List<Row> measure(String name, List<MatchingPeer> peers, Path folder) throws IOException {
        warmUp();
        List<Integer> counts = new ArrayList<>();
        for (MatchingPeer peer : peers) {
            counts.add(prepare(peer, folder));
        }
        double own = Double.POSITIVE_INFINITY;
        double[] others = new double[peers.size()];
        Arrays.fill(others, Double.POSITIVE_INFINITY);
        for (int turn = 0; turn < turns; turn++) {
            own = Math.min(own, run());
            for (int i = 0; i < others.length; i++) {
                others[i] = Math.min(others[i], peers.get(i).run());
            }
        }
        List<Row> rows = new ArrayList<>();
        rows.add(new Row(name, shots.count(), own * 1e6 / shots.count(), single(), mistakes(), 0, 0));
        for (int i = 0; i < others.length; i++) {
            rows.add(row(peers.get(i), counts.get(i), others[i]));
        }
        return rows;
    }

    private void warmUp() {
        long end = System.nanoTime() + (long) (seconds * 1e9);
        do {
            session.decodeBatch(shots.detectors(), 0, shots.count(), predictions);
        } while (System.nanoTime() < end);
    }

    private double run() {
        long start = THREADS.getCurrentThreadCpuTime();
        session.decodeBatch(shots.detectors(), 0, shots.count(), predictions);
        return (THREADS.getCurrentThreadCpuTime() - start) * 1e-9;
    }

    private CallTimes single() {
        long[] times = new long[shots.count()];
        int words = shots.words();
        for (int shot = 0; shot < times.length; shot++) {
            long start = System.nanoTime();
            session.decode(shots.detectors(), shot * words);
            times[shot] = System.nanoTime() - start;
        }
        return CallTimes.of(times);
    }

    private int mistakes() {
        int mistakes = 0;
        for (int shot = 0; shot < shots.count(); shot++) {
            mistakes += predictions.observables()[shot] != shots.observables()[shot] ? 1 : 0;
        }
        return mistakes;
    }

    /** Gives a peer as many shots as it decodes in the time it has. */
    private int prepare(MatchingPeer peer, Path folder) throws IOException {
        Path model = shots.writeModel(folder);
        Path file = shots.writeShots(folder);
        int few = Math.min(20, shots.count());
        peer.prepare(model, file, few);
        double perShot = peer.run() / few;
        int count = (int) Math.clamp(seconds / perShot, few, shots.count());
        peer.prepare(model, file, count);
        return count;
    }

    private Row row(MatchingPeer peer, int count, double peerSeconds) throws IOException {
        MatchingPeer.Results results = peer.results();
        int mistakes = 0;
        int otherWeights = 0;
        int otherPredictions = 0;
        for (int shot = 0; shot < count; shot++) {
            long prediction = results.predictions()[shot] & 0xFF;
            double weight = results.weights()[shot];
            mistakes += prediction != shots.observables()[shot] ? 1 : 0;
            otherPredictions += prediction != predictions.observables()[shot] ? 1 : 0;
            otherWeights += Math.abs(weight - predictions.weight(shot)) > TOLERANCE * weight ? 1 : 0;
        }
        boolean weighs = count > 0 && !Double.isNaN(results.weights()[0]);
        return new Row(
                peer.name(),
                count,
                peerSeconds * 1e6 / count,
                peer.single(),
                mistakes,
                weighs ? otherWeights : -1,
                otherPredictions);
    }

    /** Words for a peer that cannot be used. */
    static String failure(PeerException e) {
        return "--peers: " + e.getMessage();
    }
}
