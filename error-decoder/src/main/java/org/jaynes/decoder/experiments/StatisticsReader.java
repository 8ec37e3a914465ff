package org.jaynes.decoder.experiments;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jaynes.decoder.TextFormatException;

/** Reads rows of counts: columns by name, in any order, {@code custom_counts} optional; fields quoted as CSV has it. */
final class StatisticsReader {
    private static final List<String> COLUMNS =
            List.of("shots", "errors", "discards", "seconds", "decoder", "strong_id", "json_metadata");
    private static final String CUSTOM_COUNTS = "custom_counts";
    private static final Pattern COUNT = Pattern.compile("\\s*\"([^\"\\\\]*)\"\\s*:\\s*(-?[0-9]{1,18})\\s*");

    private final String text;
    private final String source;
    private int at;
    private int line = 1;
    private int lineStart;

    /** A field and where it starts. */
    private record Field(String value, int line, int column) {}

    StatisticsReader(String text, String source) {
        this.text = text;
        this.source = source;
    }

    List<TaskStatistics> rows() {
        List<String> header = new ArrayList<>();
        for (Field field : record()) {
            header.add(field.value.strip());
        }
        if (!header.containsAll(COLUMNS)) {
            throw new TextFormatException(source, 1, 1, "found the columns %s; expected %s".formatted(header, COLUMNS));
        }
        List<TaskStatistics> rows = new ArrayList<>();
        while (at < text.length()) {
            List<Field> fields = record();
            if (fields.size() == 1 && fields.get(0).value.isBlank()) {
                continue;
            }
            if (fields.size() != header.size()) {
                Field first = fields.get(0);
                throw fault(first, "found %d fields; expected %d".formatted(fields.size(), header.size()));
            }
            rows.add(row(header, fields));
        }
        return rows;
    }

    private TaskStatistics row(List<String> header, List<Field> fields) {
        int custom = header.indexOf(CUSTOM_COUNTS);
        TaskStatistics row = new TaskStatistics(
                count(fields.get(header.indexOf("shots"))),
                count(fields.get(header.indexOf("errors"))),
                count(fields.get(header.indexOf("discards"))),
                seconds(fields.get(header.indexOf("seconds"))),
                fields.get(header.indexOf("decoder")).value,
                fields.get(header.indexOf("strong_id")).value,
                fields.get(header.indexOf("json_metadata")).value,
                custom < 0 ? new TreeMap<>() : customCounts(fields.get(custom)));
        if (row.errors() > row.shots() || row.discards() > row.shots() - row.errors()) {
            throw fault(fields.get(0), "more errors and discards than shots");
        }
        return row;
    }

    private long count(Field field) {
        String digits = field.value.strip();
        if (!digits.matches("[0-9]{1,18}")) {
            throw fault(field, "'%s' is no count; expected a whole number".formatted(digits));
        }
        return Long.parseLong(digits);
    }

    private double seconds(Field field) {
        String digits = field.value.strip();
        if (!digits.matches("[0-9]+(\\.[0-9]*)?([eE][+-]?[0-9]{1,3})?")) {
            throw fault(field, "'%s' are no seconds; expected a number".formatted(digits));
        }
        return Double.parseDouble(digits);
    }

    private SortedMap<String, Long> customCounts(Field field) {
        SortedMap<String, Long> counts = new TreeMap<>();
        String json = field.value.strip();
        if (json.isEmpty()) {
            return counts;
        }
        if (!json.startsWith("{") || !json.endsWith("}")) {
            throw fault(field, "'%s' are no counts; expected a JSON object".formatted(json));
        }
        String inside = json.substring(1, json.length() - 1);
        for (String term : inside.isBlank() ? new String[0] : inside.split(",", -1)) {
            Matcher matcher = COUNT.matcher(term);
            if (!matcher.matches()) {
                throw fault(field, "'%s' is no count; expected \"name\":number".formatted(term));
            }
            counts.merge(matcher.group(1), Long.parseLong(matcher.group(2)), Long::sum);
        }
        return counts;
    }

    /** The fields up to the end of the line, which is passed. */
    private List<Field> record() {
        List<Field> fields = new ArrayList<>();
        do {
            fields.add(field());
        } while (at < text.length() && text.charAt(at++) == ',');
        line++;
        lineStart = at;
        return fields;
    }

    private Field field() {
        int start = at;
        if (at < text.length() && text.charAt(at) == '"') {
            return quotedField(start);
        }
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
            at++;
        }
        String value = text.substring(start, at);
        return new Field(value.endsWith("\r") ? value.substring(0, value.length() - 1) : value, line, column(start));
    }

    private Field quotedField(int start) {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '"') {
                value.append(c);
            } else if (at < text.length() && text.charAt(at) == '"') {
                value.append('"');
                at++;
            } else {
                if (at < text.length() && text.charAt(at) == '\r') {
                    at++;
                }
                if (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != '\n') {
                    throw new TextFormatException(
                            source, line, column(at), "expected a comma or the end of the line behind quotes");
                }
                return new Field(value.toString(), line, column(start));
            }
        }
        throw new TextFormatException(source, line, column(start), "the quotes are not closed");
    }

    private int column(int position) {
        return position - lineStart + 1;
    }

    private TextFormatException fault(Field field, String fault) {
        return new TextFormatException(source, field.line, field.column, fault);
    }
}
