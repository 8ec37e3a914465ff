package org.jaynes.decoder.experiments;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was counted for a task; a row of a file.
 *
 * @param shots shots taken, discarded ones included
 * @param errors shots of which an observable was predicted wrongly
 * @param discards shots that count neither as right nor as wrong
 * @param seconds spent on sampling and decoding, summed over workers
 * @param decoder its name
 * @param strongId see {@link Task#strongId}
 * @param metadata JSON, see {@link Metadata#toJson}
 * @param customCounts further counts by name; Jaynes counts {@code unconverged} shots, whose solutions do not explain
 *     all detection events
 */
public record TaskStatistics(
        long shots,
        long errors,
        long discards,
        double seconds,
        String decoder,
        String strongId,
        String metadata,
        SortedMap<String, Long> customCounts) {

    /** The first line of a file. */
    public static final String CSV_HEADER =
            "     shots,    errors,  discards, seconds,decoder,strong_id,json_metadata,custom_counts";

    public TaskStatistics {
        customCounts = Collections.unmodifiableSortedMap(new TreeMap<>(customCounts));
    }

    /** Nothing yet. */
    static TaskStatistics none(Task task) {
        return new TaskStatistics(
                0, 0, 0, 0, task.decoderName(), task.strongId(), task.metadata().toJson(), new TreeMap<>());
    }

    /** The sum with other counts of the same task. */
    public TaskStatistics plus(TaskStatistics other) {
        if (!strongId.equals(other.strongId)) {
            throw new IllegalArgumentException("%s and %s are not the same task".formatted(strongId, other.strongId));
        }
        SortedMap<String, Long> sum = new TreeMap<>(customCounts);
        other.customCounts.forEach((name, count) -> sum.merge(name, count, Long::sum));
        return plus(other.shots, other.errors, other.discards, other.seconds, sum);
    }

    private TaskStatistics plus(
            long moreShots, long moreErrors, long moreDiscards, double moreSeconds, SortedMap<String, Long> counts) {
        return new TaskStatistics(
                Math.addExact(shots, moreShots),
                Math.addExact(errors, moreErrors),
                Math.addExact(discards, moreDiscards),
                seconds + moreSeconds,
                decoder,
                strongId,
                metadata,
                counts);
    }

    /** The estimate of the logical error rate, and the rates that are about as likely as it, see {@link BinomialFit}. */
    public BinomialFit errorRate(double maxLikelihoodFactor) {
        return BinomialFit.of(shots - discards, errors, maxLikelihoodFactor);
    }

    /** The row of a file, as sinter writes it, without the end of the line. */
    public String toCsv() {
        return "%10d,%10d,%10d,%8s,%s,%s,%s,%s"
                .formatted(
                        shots,
                        errors,
                        discards,
                        rounded(seconds, seconds < 1 ? 3 : seconds < 10 ? 2 : 1),
                        quoted(decoder),
                        quoted(strongId),
                        quoted(metadata),
                        customCounts.isEmpty() ? "" : quoted(json(customCounts)));
    }

    /** As Python rounds: the number itself, not its shortest decimal, and a tie to the even digit. */
    private static String rounded(double value, int digits) {
        return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static String json(Map<String, Long> counts) {
        StringBuilder out = new StringBuilder("{");
        counts.forEach((name, count) -> {
            out.append(out.length() > 1 ? "," : "");
            Metadata.appendString(out, name);
            out.append(':').append(count.longValue());
        });
        return out.append('}').toString();
    }

    /** A field in quotes where it needs them. */
    private static String quoted(String field) {
        boolean plain = field.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
