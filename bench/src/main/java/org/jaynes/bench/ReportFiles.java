package org.jaynes.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The files of a report: a JSON file, a table and a plot with the same stem. */
public final class ReportFiles {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ReportFiles() {}

    /** Draws a plot as PNG. Called only where there is java.desktop and the library that draws. */
    @FunctionalInterface
    public interface Drawing {
        void draw(OutputStream out) throws IOException;
    }

    /** Writes the files into a folder that exists and returns their paths; no plot where the JVM has no java.desktop. */
    public static List<Path> write(
            Path folder, String stem, Map<String, Object> json, List<String> table, Drawing drawing)
            throws IOException {
        List<Path> files = new ArrayList<>();
        Path data = folder.resolve(stem + ".json");
        JSON.writeValue(data, json);
        files.add(data);
        files.add(Files.write(folder.resolve(stem + ".txt"), table));
        if (ModuleLayer.boot().findModule("java.desktop").isPresent()) {
            Path plot = folder.resolve(stem + ".png");
            try (OutputStream out = Files.newOutputStream(plot)) {
                drawing.draw(out);
            }
            files.add(plot);
        }
        return files;
    }
}
