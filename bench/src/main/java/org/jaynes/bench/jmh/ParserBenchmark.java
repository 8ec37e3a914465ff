package org.jaynes.bench.jmh;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jaynes.circuit.Circuit;
import org.jaynes.qasm.OpenQasm;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Gates of OpenQASM text read into a circuit: operations per microsecond are million gates per second. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class ParserBenchmark {
    private static final int GATES = 500_000;
    private static final int QUBITS = 24;

    private final String version2 = program("OPENQASM 2.0;\ninclude \"qelib1.inc\";\nqreg q[" + QUBITS + "];\n");
    private final String version3 = program("OPENQASM 3.0;\ninclude \"stdgates.inc\";\nqubit[" + QUBITS + "] q;\n");

    /** Made by JMH. */
    public ParserBenchmark() {}

    private static String program(String header) {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder text = new StringBuilder(header);
        for (int gate = 0; gate < GATES; gate++) {
            int qubit = random.nextInt(QUBITS);
            switch (random.nextInt(3)) {
                case 0 -> text.append("h q[").append(qubit).append("];\n");
                case 1 ->
                    text.append("rz(")
                            .append(random.nextDouble())
                            .append(") q[")
                            .append(qubit)
                            .append("];\n");
                default ->
                    text.append("cx q[")
                            .append(qubit)
                            .append("],q[")
                            .append((qubit + 1) % QUBITS)
                            .append("];\n");
            }
        }
        return text.toString();
    }

    /** OpenQASM 2. */
    @Benchmark
    @OperationsPerInvocation(GATES)
    public Circuit openQasm2() {
        return OpenQasm.parse("benchmark.qasm", version2);
    }

    /** OpenQASM 3. */
    @Benchmark
    @OperationsPerInvocation(GATES)
    public Circuit openQasm3() {
        return OpenQasm.parse("benchmark.qasm", version3);
    }
}
