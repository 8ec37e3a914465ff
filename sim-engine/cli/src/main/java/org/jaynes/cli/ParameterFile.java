package org.jaynes.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of parameter values, from a CSV file with a header line of names: comma-separated, without quoting; blanks around
 * names and numbers, empty lines and a byte-order mark are ignored.
 *
 * @param names in the order of the columns
 * @param rows one value per name, row after row
 */
record ParameterFile(List<String> names, List<double[]> rows) {

    /** The rows as maps from name to value. */
    List<Map<String, Double>> asMaps() {
        List<Map<String, Double>> maps = new ArrayList<>(rows.size());
        for (double[] row : rows) {
            Map<String, Double> map = new LinkedHashMap<>();
            for (int column = 0; column < row.length; column++) {
                map.put(names.get(column), row[column]);
            }
            maps.add(map);
        }
        return maps;
    }

    /** @throws InputException with line and column of what is wrong, or if the file cannot be read */
    static ParameterFile read(Path file) {
        try {
            return readLines(file);
        } catch (NoSuchFileException e) {
            throw new InputException(file, "there is no such file");
        } catch (IOException e) {
            throw InputException.unreadable(file, e);
        }
    }

    private static ParameterFile readLines(Path file) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            List<String> names = new ArrayList<>();
            List<double[]> rows = new ArrayList<>();
            int line = 0;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                String content = line == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
                if (content.isBlank()) {
                    continue;
                }
                if (names.isEmpty()) {
                    readNames(file, line, content, names);
                } else {
                    rows.add(readRow(file, line, content, names));
                }
            }
            if (names.isEmpty()) {
                throw new InputException(file, 1, 1, "the file is empty; expected a header line of parameter names");
            }
            if (rows.isEmpty()) {
                throw new InputException(file, line + 1, 1, "no rows after the header line; expected at least one");
            }
            return new ParameterFile(List.copyOf(names), List.copyOf(rows));
        }
    }

    private static void readNames(Path file, int line, String text, List<String> names) {
        HashSet<String> seen = new HashSet<>();
        int column = 1;
        for (String cell : text.split(",", -1)) {
            String name = cell.strip();
            if (name.isEmpty()) {
                throw new InputException(file, line, column, "empty parameter name in the header line");
            }
            if (!seen.add(name)) {
                throw new InputException(file, line, column, "parameter '" + name + "' has two columns");
            }
            names.add(name);
            column += cell.length() + 1;
        }
    }

    private static double[] readRow(Path file, int line, String text, List<String> names) {
        String[] cells = text.split(",", -1);
        if (cells.length != names.size()) {
            throw new InputException(
                    file,
                    line,
                    1,
                    "%d values; expected %d, one for each name of the header line"
                            .formatted(cells.length, names.size()));
        }
        double[] row = new double[cells.length];
        int column = 1;
        for (int i = 0; i < cells.length; i++) {
            row[i] = number(file, line, column, cells[i].strip());
            column += cells[i].length() + 1;
        }
        return row;
    }

    private static double number(Path file, int line, int column, String text) {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Answered below, as a number that is not finite is.
        }
        throw new InputException(file, line, column, "found '" + text + "'; expected a finite number");
    }
}
