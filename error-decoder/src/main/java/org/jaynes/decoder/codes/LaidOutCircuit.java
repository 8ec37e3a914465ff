package org.jaynes.decoder.codes;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import org.jaynes.decoder.stim.StimCircuit;

/**
 * A circuit and a drawing of where its qubits are.
 *
 * @param layout lines of comment, the highest row first
 * @param legend what the letters mean
 */
record LaidOutCircuit(StimCircuit circuit, String layout, List<String> legend) {

    /** The meaning of the letters of data qubits, and of these. */
    static List<String> legend(String... checks) {
        List<String> lines = new ArrayList<>();
        lines.add("d# = data qubit");
        lines.add("L# = data qubit with logical observable crossing");
        lines.addAll(List.of(checks));
        return List.copyOf(lines);
    }

    /** Draws labels at grid positions as comment lines; all columns are as wide as the widest label. */
    static String draw(NavigableMap<Integer, NavigableMap<Integer, String>> labelsByRowAndColumn) {
        int width = labelsByRowAndColumn.values().stream()
                .flatMap(row -> row.values().stream())
                .mapToInt(String::length)
                .max()
                .orElse(0);
        StringBuilder out = new StringBuilder();
        for (NavigableMap<Integer, String> row :
                labelsByRowAndColumn.descendingMap().values()) {
            out.append('#');
            for (int column = 0; column <= row.lastKey(); column++) {
                String label = row.getOrDefault(column, "");
                out.append(' ').append(label).repeat(" ", width - label.length());
            }
            out.append('\n');
        }
        return out.toString();
    }
}
