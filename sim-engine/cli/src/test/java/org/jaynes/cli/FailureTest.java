package org.jaynes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jaynes.bindings.UnavailableException;
import org.jaynes.bindings.cuda.CudaException;
import org.jaynes.execution.DeviceUnavailableException;
import org.jaynes.execution.InsufficientMemoryException;
import org.jaynes.qasm.QasmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {
    static Stream<Arguments> exitCodes() {
        return Stream.of(
                Arguments.of(2, QasmException.invalid("a.qasm", 3, 4, "no", null)),
                Arguments.of(2, new InputException("no")),
                Arguments.of(2, new InputException(Path.of("rows.csv"), 1, 2, "no")),
                Arguments.of(2, new IllegalArgumentException("no")),
                Arguments.of(2, new NoSuchFileException("x")),
                Arguments.of(2, new UncheckedIOException(new IOException("disk full"))),
                Arguments.of(3, new DeviceUnavailableException("cuda:0", "no driver")),
                Arguments.of(3, new UnavailableException("no library")),
                Arguments.of(4, new InsufficientMemoryException("a state", "cpu", 16, 8)),
                Arguments.of(4, new OutOfMemoryError("Java heap space")),
                Arguments.of(4, new CudaException("cuMemAlloc", "of 1 byte", 2, "CUDA_ERROR_OUT_OF_MEMORY", "no")),
                Arguments.of(5, new CudaException("cuLaunchKernel", "", 719, "CUDA_ERROR_LAUNCH_FAILED", "no")),
                Arguments.of(5, new IllegalStateException("a bug")));
    }

    @ParameterizedTest
    @MethodSource("exitCodes")
    void everyKindOfFailureHasItsExitCode(int exitCode, Throwable thrown) {
        Failure failure = Failure.of(thrown);
        assertEquals(exitCode, failure.exitCode());
        assertTrue(failure.message().length() > 1);
        assertEquals(thrown instanceof IllegalStateException, failure.showsTrace());
    }

    @Test
    void aLocatedFailureHasItsPlaceInTheJson() {
        Failure failure = Failure.of(new InputException(Path.of("rows.csv"), 7, 2, "no"));
        assertEquals(
                "{error={code=2, message=rows.csv:7:2: no, file=rows.csv, line=7, column=2}}",
                failure.toJson().toString());
    }
}
