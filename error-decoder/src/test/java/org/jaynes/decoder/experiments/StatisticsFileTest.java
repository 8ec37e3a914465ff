package org.jaynes.decoder.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jaynes.decoder.TextFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of counts: sinter's bytes, sums of rows, torn rows, faults with their place. */
class StatisticsFileTest {
    private static final String HEADER = TaskStatistics.CSV_HEADER + "\n";

    @TempDir
    private Path folder;

    private static TaskStatistics row(long shots, long errors, double seconds, Map<String, Long> counts) {
        return new TaskStatistics(shots, errors, 0, seconds, "mwpm", "abc", "{\"d\":3}", new TreeMap<>(counts));
    }

    private static long shotsIn(Path path) throws IOException {
        return Objects.requireNonNull(StatisticsFile.read(path).get("abc")).shots();
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("counts.csv"), text);
    }

    /** Expected rows: sinter.TaskStats(...).to_csv_line() of sinter 1.16.0. */
    @Test
    void rowsAreThoseOfSinter() {
        assertEquals(
                "123456789012,         7,         2,  1234.6,\"a,b\",abc,\"{\"\"d\"\":5,\"\"p\"\":0.001}\",",
                new TaskStatistics(
                                123456789012L, 7, 2, 1234.567, "a,b", "abc", "{\"d\":5,\"p\":0.001}", new TreeMap<>())
                        .toCsv());
        assertEquals(
                "       100,         7,         0,   0.013,mwpm,abc,\"{\"\"d\"\":3}\",\"{\"\"a b\"\":12,\"\"unconverged\"\":3}\"",
                row(100, 7, 0.0125, Map.of("unconverged", 3L, "a b", 12L)).toCsv());
        assertEquals(
                "       100,         7,         0,    9.12,mwpm,abc,\"{\"\"d\"\":3}\",",
                row(100, 7, 9.125, Map.of()).toCsv());
    }

    @Test
    void rowsOfATaskAddUp() throws IOException {
        Path path = folder.resolve("counts.csv");
        try (StatisticsFile file = StatisticsFile.open(path)) {
            file.append(row(100, 7, 0.5, Map.of("unconverged", 3L)));
            file.append(row(20, 1, 0.25, Map.of("unconverged", 1L, "other", 5L)));
        }
        TaskStatistics sum = row(120, 8, 0.75, Map.of("unconverged", 4L, "other", 5L));
        assertEquals(Map.of("abc", sum), StatisticsFile.read(path));
        try (StatisticsFile file = StatisticsFile.open(path)) {
            assertEquals(Map.of("abc", sum), file.sums());
            file.append(row(1, 1, 0, Map.of()));
        }
        assertEquals(4, Files.readAllLines(path).size());
        assertEquals(121, shotsIn(path));
    }

    @Test
    void columnsMayStandInAnyOrderAndTheLastBeMissing() throws IOException {
        String text = """
                strong_id,shots, errors,seconds,json_metadata,decoder,discards
                abc,100,7,1.5,"{""d"":3}",mwpm,0

                """;
        Path path = write(text.replace("\n", "\r\n"));
        assertEquals(Map.of("abc", row(100, 7, 1.5, Map.of())), StatisticsFile.read(path));
    }

    @Test
    void aTornRowIsLeftOut() throws IOException {
        String whole = HEADER + row(100, 7, 1, Map.of()).toCsv() + "\n";
        Path path = write(whole + "       100,     ");
        assertEquals(100, shotsIn(path));
        try (StatisticsFile file = StatisticsFile.open(path)) {
            file.append(row(20, 0, 1, Map.of()));
        }
        assertEquals(whole + row(20, 0, 1, Map.of()).toCsv() + "\n", Files.readString(path));
    }

    @Test
    void oneWriterAtATime() throws IOException {
        Path path = folder.resolve("counts.csv");
        try (StatisticsFile first = StatisticsFile.open(path)) {
            IOException refused = assertThrows(IOException.class, () -> StatisticsFile.open(path));
            assertTrue(String.valueOf(refused.getMessage()).contains("another process"), refused::toString);
            first.append(row(1, 0, 0, Map.of()));
        }
        assertEquals(1, shotsIn(path));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1,2,0,1,m,a,{}                   | 2:1: found 7 fields
            1,2,0,1,m,a,{},,                 | 2:1: found 9 fields
            x,2,0,1,m,a,{},                  | 2:1: 'x' is no count
            5,-2,0,1,m,a,{},                 | 2:3: '-2' is no count
            5,2,0.5,1,m,a,{},                | 2:5: '0.5' is no count
            5,2,99999999999999999999,1,m,a,{}, | 2:5: '99999999999999999999' is no count
            5,2,0,fast,m,a,{},               | 2:7: 'fast' are no seconds
            5,2,0,nan,m,a,{},                | 2:7: 'nan' are no seconds
            5,6,0,1,m,a,{},                  | 2:1: more errors and discards than shots
            5,3,3,1,m,a,{},                  | 2:1: more errors and discards than shots
            5,3,0,1,m,a,"{},                 | 2:13: the quotes are not closed
            5,3,0,1,m,a,"{}"x,               | 2:17: expected a comma
            5,3,0,1,m,a,{},[]                | 2:16: '[]' are no counts
            5,3,0,1,m,a,{},"{""a"":true}"    | 2:16: '"a":true' is no count
            """)
    void faultsHaveAPlace(String row, String expected) throws IOException {
        Path path = write(HEADER + row + "\n");
        TextFormatException fault = assertThrows(TextFormatException.class, () -> StatisticsFile.read(path));
        assertTrue(String.valueOf(fault.getMessage()).contains("counts.csv:" + expected), fault::toString);
    }

    @Test
    void aFileOfSomethingElseIsLeftAlone() throws IOException {
        Path path = write("R 0\nM 0\n");
        assertThrows(TextFormatException.class, () -> StatisticsFile.open(path));
        assertEquals("R 0\nM 0\n", Files.readString(path));
    }
}
