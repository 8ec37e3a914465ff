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
import org.jaynes.execution.DeviceFailedException;
import org.jaynes.execution.DeviceUnavailableException;
import org.jaynes.execution.InsufficientMemoryException;
import org.jaynes.qasm.QasmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureTest {
    static Stream<Arguments> exitCodes() {
        return Stream.of(
                Arguments.of(2, QasmException.invalid("a.qasm", 3, 4, "no", null)),
                Arguments.of(2, new InputException("no")),
                Arguments.of(2, new InputException(Path.of("rows.csv"), 1, 2, "no")),
                Arguments.of(2, new NoSuchFileException("x")),
                Arguments.of(2, new UncheckedIOException(new IOException("disk full"))),
                Arguments.of(3, new DeviceUnavailableException("cuda:0", "no driver")),
                Arguments.of(3, new UnavailableException("no library")),
                Arguments.of(4, new InsufficientMemoryException("a state", "cpu", 16, 8)),
                Arguments.of(4, new OutOfMemoryError("Java heap space")),
                Arguments.of(4, new OutOfMemoryError("the system refuses 9 bytes of memory outside the Java heap")),
                Arguments.of(5, new IllegalArgumentException("a bug")),
                Arguments.of(4, failed(new CudaException("cuLaunchKernel", "", 2, "CUDA_ERROR_OUT_OF_MEMORY", "no"))),
                Arguments.of(5, failed(new CudaException("cuLaunchKernel", "", 719, "CUDA_ERROR_LAUNCH_FAILED", "no"))),
                Arguments.of(5, new IllegalStateException("a bug")));
    }

    private static DeviceFailedException failed(CudaException cause) {
        return new DeviceFailedException("cuda:0", cause.call(), cause.code(), cause);
    }

    @ParameterizedTest
    @MethodSource("exitCodes")
    void everyKindOfFailureHasItsExitCode(int exitCode, Throwable thrown) {
        Failure failure = Failure.of(thrown);
        assertEquals(exitCode, failure.exitCode());
        assertTrue(failure.message().length() > 1);
        assertEquals("a bug".equals(thrown.getMessage()), failure.showsTrace());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Java heap space", "GC overhead limit exceeded", "Requested array size exceeds VM limit"})
    void aFullHeapIsToldFromOtherMemory(String text) {
        assertTrue(Failure.of(new OutOfMemoryError(text)).message().contains("raise it with JDK_JAVA_OPTIONS=-Xmx"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "the system refuses 9 bytes of memory outside the Java heap",
                "unable to create native thread: possibly out of memory or process/resource limits reached",
                "Cannot reserve 16 bytes of direct buffer memory"
            })
    void memoryOfTheSystemIsNoHeap(String text) {
        String message = Failure.of(new OutOfMemoryError(text)).message();
        assertTrue(message.contains(text) && !message.contains("-Xmx"), message);
    }

    @Test
    void aLocatedFailureHasItsPlaceInTheJson() {
        Failure failure = Failure.of(new InputException(Path.of("rows.csv"), 7, 2, "no"));
        assertEquals(
                "{error={code=2, message=rows.csv:7:2: no, file=rows.csv, line=7, column=2}}",
                failure.toJson().toString());
    }
}
