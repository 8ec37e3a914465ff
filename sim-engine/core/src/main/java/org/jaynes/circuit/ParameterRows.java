package org.jaynes.circuit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Values of a circuit's parameters for many rows: the form in which thousands of them are handed over. Immutable; the
 * values are copied.
 */
public final class ParameterRows {
    private final List<String> names;
    private final Map<String, Integer> columns = new HashMap<>();
    private final double[] values;
    private final int rowCount;

    private ParameterRows(List<String> names, double[] values, int rowCount) {
        this.names = names;
        this.values = values;
        this.rowCount = rowCount;
        for (int column = 0; column < names.size(); column++) {
            columns.put(names.get(column), column);
        }
    }

    /**
     * Rows of values.
     *
     * @param names the parameters; each once, at least one
     * @param values rows one after the other, in each a value for each name
     * @throws IllegalArgumentException if a name comes twice, or there are no rows, or the last one is not complete
     */
    public static ParameterRows of(List<String> names, double... values) {
        if (names.isEmpty() || new HashSet<>(names).size() != names.size()) {
            throw new IllegalArgumentException("parameters %s; expected at least one, and each once".formatted(names));
        }
        if (values.length == 0 || values.length % names.size() != 0) {
            throw new IllegalArgumentException("%d values for %d parameters; expected complete rows, at least one"
                    .formatted(values.length, names.size()));
        }
        return new ParameterRows(List.copyOf(names), values.clone(), values.length / names.size());
    }

    /**
     * The same from maps.
     *
     * @param names the parameters that every map must have a value for
     * @throws IllegalArgumentException if there are no rows, or a row lacks a value or has one more
     */
    public static ParameterRows of(List<String> names, List<Map<String, Double>> rows) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(
                    "no rows of parameters; a circuit without parameters takes one empty row");
        }
        double[] values = new double[Math.multiplyExact(rows.size(), names.size())];
        int next = 0;
        for (Map<String, Double> row : rows) {
            for (String name : names) {
                Double value = row.get(name);
                if (value == null) {
                    throw missing(name, names);
                }
                values[next++] = value;
            }
            if (row.size() > names.size()) {
                row.keySet().stream()
                        .filter(name -> !names.contains(name))
                        .findFirst()
                        .ifPresent(name -> {
                            throw unknown(name, names);
                        });
            }
        }
        return new ParameterRows(List.copyOf(names), values, rows.size());
    }

    /**
     * Checks that these are the parameters of a circuit, in any order.
     *
     * @throws IllegalArgumentException with the first that is missing or is none of the circuit's
     */
    public void requireNames(List<String> needed) {
        if (names.equals(needed)) {
            return;
        }
        for (String name : needed) {
            if (!columns.containsKey(name)) {
                throw missing(name, needed);
            }
        }
        for (String name : names) {
            if (!needed.contains(name)) {
                throw unknown(name, needed);
            }
        }
    }

    private static IllegalArgumentException missing(String name, List<String> needed) {
        return new IllegalArgumentException("parameter %s has no value; the circuit's parameters are %s"
                .formatted(name, String.join(", ", needed)));
    }

    private static IllegalArgumentException unknown(String name, List<String> needed) {
        return new IllegalArgumentException("the circuit has no parameter %s; expected %s"
                .formatted(name, needed.isEmpty() ? "none" : String.join(", ", needed)));
    }

    /** Number of rows, at least 1. */
    public int rowCount() {
        return rowCount;
    }

    /** The names, in the order of the columns. */
    public List<String> names() {
        return names;
    }

    /** The column of a parameter, -1 if there is none. */
    public int column(String name) {
        return columns.getOrDefault(name, -1);
    }

    /** A value. */
    public double value(int row, int column) {
        return values[row * names.size() + column];
    }

    /** A row as a map. */
    public Map<String, Double> row(int row) {
        Map<String, Double> result = new HashMap<>();
        for (int column = 0; column < names.size(); column++) {
            result.put(names.get(column), value(row, column));
        }
        return result;
    }
}
