package org.jaynes.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.jaynes.bindings.cuda.Binding;
import org.jaynes.bindings.cuda.CudaContext;
import org.jaynes.bindings.cuda.CudaDriver;
import org.jaynes.bindings.cuda.CudaStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a call of the CUDA driver costs through Panama and through JCuda's JNI. The driver is the emulated one, so that
 * the difference is that of the bindings: the call itself does next to nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 2,
        jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED", "-Djaynes.cuda.library=emulated"})
public class ForeignCallBenchmark {
    /** Through which binding. */
    @Param({"PANAMA", "JCUDA"})
    public Binding binding = Binding.PANAMA;

    private CudaContext context;
    private CudaStream stream;

    /** Made by JMH. */
    @SuppressWarnings("NullAway.Init") // JMH calls open() before any benchmark
    public ForeignCallBenchmark() {}

    /** Opens a context and a stream. */
    @Setup(Level.Trial)
    public void open() {
        context = CudaDriver.find(binding).orElseThrow().devices().getFirst().openPrimaryContext();
        stream = CudaStream.create(context);
    }

    /** Closes them. */
    @TearDown(Level.Trial)
    public void close() {
        stream.close();
        context.close();
    }

    /** Waiting for a stream that has nothing to do. */
    @Benchmark
    public void synchronizeIdleStream() {
        stream.synchronize();
    }
}
