package org.jaynes.cli.qec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jaynes.cli.InputException;
import org.jaynes.decoder.experiments.TaskStatistics;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Counts of a task and what is known of it.
 *
 * @param values of the metadata, and the name of the decoder as {@code decoder}
 */
record Experiment(TaskStatistics statistics, Map<String, JsonNode> values) {
    private static final String DECODER = "decoder";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Experiment of(TaskStatistics statistics) {
        Map<String, JsonNode> values = new TreeMap<>();
        try {
            JSON.readTree(statistics.metadata())
                    .properties()
                    .forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        } catch (JacksonException e) {
            throw new InputException("the metadata %s of task %s is no JSON: %s"
                    .formatted(statistics.metadata(), statistics.strongId(), e.getOriginalMessage()));
        }
        values.put(DECODER, JSON.getNodeFactory().stringNode(statistics.decoder()));
        return new Experiment(statistics, values);
    }

    /** Whether its values are these. */
    boolean has(Map<String, String> wanted) {
        return wanted.entrySet().stream().allMatch(entry -> entry.getValue().equals(text(entry.getKey())));
    }

    /** The fewest keys beside one that tell all experiments apart as well as all keys do; the decoder last. */
    static List<String> differing(List<Experiment> experiments, String beside) {
        Set<String> keys = new LinkedHashSet<>();
        experiments.forEach(experiment -> keys.addAll(experiment.values.keySet()));
        keys.remove(beside);
        keys.remove(DECODER);
        keys.add(DECODER);
        List<String> chosen = new ArrayList<>();
        for (String key : keys) {
            List<String> more = new ArrayList<>(chosen);
            more.add(key);
            if (kinds(experiments, more) > kinds(experiments, chosen)) {
                chosen.add(key);
            }
        }
        return chosen;
    }

    private static long kinds(List<Experiment> experiments, List<String> keys) {
        return experiments.stream()
                .map(experiment -> experiment.label(keys))
                .distinct()
                .count();
    }

    /** The order by values, numbers as numbers. */
    static Comparator<Experiment> by(List<String> keys) {
        Comparator<Experiment> order = (_, _) -> 0;
        for (String key : keys) {
            order = order.thenComparingDouble(experiment -> experiment.isNumber(key) ? experiment.number(key) : 0)
                    .thenComparing(experiment -> experiment.text(key));
        }
        return order;
    }

    /** Names and values. */
    String label(List<String> keys) {
        return keys.stream()
                .map(key -> key.equals(DECODER) ? text(key) : key + " = " + text(key))
                .collect(Collectors.joining(", "));
    }

    private boolean isNumber(String key) {
        JsonNode value = values.get(key);
        return value != null && value.isNumber();
    }

    /** A value that must be a number. */
    double number(String key) {
        JsonNode value = values.get(key);
        if (value == null || !value.isNumber()) {
            throw new InputException("the metadata %s has no number '%s'".formatted(statistics.metadata(), key));
        }
        return value.asDouble();
    }

    private String text(String key) {
        JsonNode value = values.get(key);
        return value == null ? "" : value.asString();
    }
}
