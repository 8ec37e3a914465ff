package org.jaynes.bindings.cpu;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jaynes.bindings.Availability;
import org.jaynes.bindings.Setting;
import org.jaynes.bindings.generated.cpu.JaynesCpu;
import org.jaynes.bindings.generated.ldpc.JaynesLdpcGraph;
import org.jaynes.bindings.generated.ldpc.JaynesLdpcGroupedGraph;
import org.jaynes.bindings.generated.ldpc.JaynesLdpcShot;
import org.jaynes.bindings.generated.ldpc.JaynesLdpcStart;
import org.jaynes.bindings.generated.ldpc.JaynesLdpcState;
import org.jaynes.bindings.generated.photonics.JaynesPermanentArguments;
import org.jaynes.bindings.generated.photonics.JaynesPhotonProbabilityArguments;
import org.jaynes.bindings.generated.photonics.JaynesPhotonSampleArguments;
import org.jaynes.bindings.generated.photonics.JaynesPhotonStepArguments;
import org.jaynes.bindings.generated.photonics.JaynesWindowStepArguments;
import org.jaynes.bindings.generated.photonics.JaynesWindowTurnArguments;
import org.jaynes.bindings.generated.plan.JaynesCollapseArguments;
import org.jaynes.bindings.generated.plan.JaynesInitializeArguments;
import org.jaynes.bindings.generated.plan.JaynesMarginalArguments;
import org.jaynes.bindings.generated.plan.JaynesPassArguments;
import org.jaynes.bindings.generated.plan.JaynesPauliArguments;
import org.jaynes.bindings.generated.plan.JaynesProbabilityArguments;
import org.jaynes.bindings.generated.plan.JaynesSampleArguments;
import org.jaynes.bindings.internal.NativeLibrary;

/**
 * libjaynes_cpu, as {@code native/cpu/include/jaynes_cpu.h} defines it. A call works on the items {@code [first, first +
 * count)} of the argument struct's job (see {@code kernels/src/common/jaynes_plan.h}); ranges of one job may run on
 * several threads at once and in any order. Argument structs, and all that their addresses point to, are native memory
 * that the caller keeps alive during the call; addresses inside are not checked.
 *
 * <p>Thread-safe and never closed: a library stays loaded until the JVM ends.
 */
public final class CpuLibrary {
    static final String FILE_NAME = "libjaynes_cpu.so";

    /** Vectors are loaded and stored aligned. */
    private static final int SCRATCH_ALIGNMENT = 64;

    private final NativeLibrary library;
    private final InstructionSet best;

    private CpuLibrary(NativeLibrary library) {
        this.library = library;
        this.best = InstructionSet.ofCode(JaynesCpu.jaynes_cpu_best_instruction_set());
    }

    private static final class Holder {
        static final Availability<CpuLibrary> LIBRARY = load();
    }

    /**
     * The library, or why it cannot be used. It is looked for once, in this order: {@link Setting#CPU_LIBRARY}, then the
     * one that comes with Jaynes.
     */
    public static Availability<CpuLibrary> find() {
        return Holder.LIBRARY;
    }

    private static Availability<CpuLibrary> load() {
        return Setting.CPU_LIBRARY
                .value()
                .map(NativeLibrary::named)
                .orElseGet(() -> NativeLibrary.bundled(
                        FILE_NAME, "building it takes g++ and CMake; without it the reference executor does the work"))
                .then(NativeLibrary::open)
                .then(CpuLibrary::verify);
    }

    /** A library of another ABI would read arguments at the wrong places: it is refused. */
    private static Availability<CpuLibrary> verify(NativeLibrary library) {
        try {
            int version = JaynesCpu.jaynes_cpu_abi_version();
            int expected = JaynesCpu.JAYNES_CPU_ABI_VERSION();
            if (version != expected) {
                return Availability.unavailable("%s (%s) has ABI version %d, which is too %s: version %d is needed"
                        .formatted(
                                library.path(),
                                library.origin(),
                                version,
                                version < expected ? "old" : "new",
                                expected));
            }
            List<String> differences = StructLayouts.differences(reportedLayout());
            return differences.isEmpty()
                    ? Availability.of(new CpuLibrary(library))
                    : Availability.unavailable("%s (%s) does not fit these bindings: %s"
                            .formatted(library.path(), library.origin(), String.join("; ", differences)));
        } catch (ExceptionInInitializerError e) {
            return Availability.unavailable(
                    "%s (%s) is not libjaynes_cpu: %s".formatted(library.path(), library.origin(), e.getCause()));
        } catch (IllegalCallerException e) {
            return Availability.unavailable(NativeLibrary.accessDenied(e));
        }
    }

    private static int[] reportedLayout() {
        int capacity = 4 * StructLayouts.sizesAndOffsets().length;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = arena.allocate(ValueLayout.JAVA_INT, capacity);
            int count = JaynesCpu.jaynes_cpu_struct_layout(values, capacity);
            return Arrays.copyOf(values.toArray(ValueLayout.JAVA_INT), Math.clamp(count, 0, capacity));
        }
    }

    /** The file that was loaded. */
    public Path path() {
        return library.path();
    }

    /** Where the file is from, for messages. */
    public String origin() {
        return library.origin();
    }

    /** The best instruction set of this machine. */
    public InstructionSet bestInstructionSet() {
        return best;
    }

    /** Bytes of scratch memory, aligned to 64, that one thread needs for passes with this many tile bits. */
    public long passScratchBytes(AmplitudeFormat format, int tileBits) {
        return JaynesCpu.jaynes_cpu_pass_scratch_bytes(format.code, tileBits);
    }

    /**
     * Applies the micro-ops of a pass to tiles.
     *
     * @param arguments a {@code JaynesPassArguments}
     * @param scratch memory of this thread alone, see {@link #passScratchBytes}
     * @throws CpuKernelException if the library refuses the arguments
     */
    public void pass(
            InstructionSet set,
            AmplitudeFormat format,
            MemorySegment arguments,
            long first,
            long count,
            MemorySegment scratch) {
        requireStruct(arguments, JaynesPassArguments.sizeof(), "JaynesPassArguments");
        int tileBits = JaynesPassArguments.tile_bits(arguments);
        long needed = passScratchBytes(format, tileBits);
        if (scratch.byteSize() < needed || scratch.address() % SCRATCH_ALIGNMENT != 0) {
            throw new IllegalArgumentException(
                    "a pass over tiles of %d bits needs %d bytes of scratch memory aligned to %d; got %d bytes at 0x%x"
                            .formatted(tileBits, needed, SCRATCH_ALIGNMENT, scratch.byteSize(), scratch.address()));
        }
        int status = JaynesCpu.jaynes_cpu_pass(set.code, format.code, arguments, first, count, scratch);
        check("jaynes_cpu_pass", status, set, format, first, count);
    }

    /** Sets amplitudes to a basis state; {@code arguments} is a {@code JaynesInitializeArguments}. */
    public void initialize(
            InstructionSet set, AmplitudeFormat format, MemorySegment arguments, long first, long count) {
        requireStruct(arguments, JaynesInitializeArguments.sizeof(), "JaynesInitializeArguments");
        int status = JaynesCpu.jaynes_cpu_initialize(set.code, format.code, arguments, first, count);
        check("jaynes_cpu_initialize", status, set, format, first, count);
    }

    /** Folds probabilities; {@code arguments} is a {@code JaynesMarginalArguments}. */
    public void marginal(InstructionSet set, AmplitudeFormat format, MemorySegment arguments, long first, long count) {
        requireStruct(arguments, JaynesMarginalArguments.sizeof(), "JaynesMarginalArguments");
        int status = JaynesCpu.jaynes_cpu_marginal(set.code, format.code, arguments, first, count);
        check("jaynes_cpu_marginal", status, set, format, first, count);
    }

    /** Computes probabilities of amplitudes; {@code arguments} is a {@code JaynesProbabilityArguments}. */
    public void probability(
            InstructionSet set, AmplitudeFormat format, MemorySegment arguments, long first, long count) {
        requireStruct(arguments, JaynesProbabilityArguments.sizeof(), "JaynesProbabilityArguments");
        int status = JaynesCpu.jaynes_cpu_probability(set.code, format.code, arguments, first, count);
        check("jaynes_cpu_probability", status, set, format, first, count);
    }

    /** Folds the expectation of a group of Pauli products; {@code arguments} is a {@code JaynesPauliArguments}. */
    public void pauli(InstructionSet set, AmplitudeFormat format, MemorySegment arguments, long first, long count) {
        requireStruct(arguments, JaynesPauliArguments.sizeof(), "JaynesPauliArguments");
        int status = JaynesCpu.jaynes_cpu_pauli(set.code, format.code, arguments, first, count);
        check("jaynes_cpu_pauli", status, set, format, first, count);
    }

    /** Draws samples; {@code arguments} is a {@code JaynesSampleArguments}. */
    public void sample(InstructionSet set, AmplitudeFormat format, MemorySegment arguments, long first, long count) {
        requireStruct(arguments, JaynesSampleArguments.sizeof(), "JaynesSampleArguments");
        int status = JaynesCpu.jaynes_cpu_sample(set.code, format.code, arguments, first, count);
        check("jaynes_cpu_sample", status, set, format, first, count);
    }

    /** Projects after a measurement; {@code arguments} is a {@code JaynesCollapseArguments}. */
    public void collapse(InstructionSet set, AmplitudeFormat format, MemorySegment arguments, long first, long count) {
        requireStruct(arguments, JaynesCollapseArguments.sizeof(), "JaynesCollapseArguments");
        int status = JaynesCpu.jaynes_cpu_collapse(set.code, format.code, arguments, first, count);
        check("jaynes_cpu_collapse", status, set, format, first, count);
    }

    /**
     * Starts a shot, or a leg of a relay, in one lane of belief propagation.
     *
     * @param graph a {@code JaynesLdpcGraph}
     * @param state a {@code JaynesLdpcState}; of one thread
     * @param start a {@code JaynesLdpcStart}
     */
    public void ldpcStart(InstructionSet set, MemorySegment graph, MemorySegment state, MemorySegment start) {
        requireStruct(graph, JaynesLdpcGraph.sizeof(), "JaynesLdpcGraph");
        requireStruct(state, JaynesLdpcState.sizeof(), "JaynesLdpcState");
        requireStruct(start, JaynesLdpcStart.sizeof(), "JaynesLdpcStart");
        int status = JaynesCpu.jaynes_cpu_ldpc_start(set.code, graph, state, start);
        check("jaynes_cpu_ldpc_start", status, set, "lane", JaynesLdpcStart.lane(start), 1);
    }

    /**
     * Does one iteration of belief propagation in all lanes.
     *
     * @param schedule {@code JAYNES_LDPC_FLOODING} or {@code JAYNES_LDPC_LAYERED}
     * @param graph a {@code JaynesLdpcGraph}
     * @param state a {@code JaynesLdpcState}; of one thread
     */
    public void ldpcIterate(InstructionSet set, int schedule, MemorySegment graph, MemorySegment state) {
        requireStruct(graph, JaynesLdpcGraph.sizeof(), "JaynesLdpcGraph");
        requireStruct(state, JaynesLdpcState.sizeof(), "JaynesLdpcState");
        int status = JaynesCpu.jaynes_cpu_ldpc_iterate(set.code, schedule, graph, state);
        check("jaynes_cpu_ldpc_iterate", status, set, "schedule " + schedule, 0, 1);
    }

    /**
     * The columns with an error in a lane's decision.
     *
     * @param graph a {@code JaynesLdpcGraph}
     * @param state a {@code JaynesLdpcState}
     * @param count an int that receives their number
     * @param columns receives them: as many ints as the graph has columns
     */
    public void ldpcErrors(
            InstructionSet set,
            MemorySegment graph,
            MemorySegment state,
            int lane,
            MemorySegment columns,
            MemorySegment count) {
        requireStruct(graph, JaynesLdpcGraph.sizeof(), "JaynesLdpcGraph");
        requireStruct(state, JaynesLdpcState.sizeof(), "JaynesLdpcState");
        requireStruct(columns, 4L * JaynesLdpcGraph.column_count(graph), "the list of columns");
        requireStruct(count, 4, "the number of columns");
        int status = JaynesCpu.jaynes_cpu_ldpc_errors(set.code, graph, state, lane, columns, count);
        check("jaynes_cpu_ldpc_errors", status, set, "lane", lane, 1);
    }

    /**
     * Does one iteration of belief propagation on a single shot, with the flooding schedule.
     *
     * @param graph a {@code JaynesLdpcGroupedGraph}
     * @param shot a {@code JaynesLdpcShot}; of one thread
     */
    public void ldpcIterateShot(InstructionSet set, MemorySegment graph, MemorySegment shot) {
        requireStruct(graph, JaynesLdpcGroupedGraph.sizeof(), "JaynesLdpcGroupedGraph");
        requireStruct(shot, JaynesLdpcShot.sizeof(), "JaynesLdpcShot");
        int status = JaynesCpu.jaynes_cpu_ldpc_iterate_shot(set.code, graph, shot);
        check("jaynes_cpu_ldpc_iterate_shot", status, set, "single", 0, 1);
    }

    /**
     * Sums blocks of the terms of permanents; {@code arguments} is a {@code JaynesPermanentArguments} of {@code
     * jaynes_photonics.h}.
     */
    public void permanent(InstructionSet set, MemorySegment arguments, long first, long count) {
        requireStruct(arguments, JaynesPermanentArguments.sizeof(), "JaynesPermanentArguments");
        int status = JaynesCpu.jaynes_cpu_permanent(set.code, arguments, first, count);
        check("jaynes_cpu_permanent", status, set, "double", first, count);
    }

    /** Draws the paths of photons; {@code arguments} is a {@code JaynesPhotonSampleArguments}. */
    public void photonSample(InstructionSet set, MemorySegment arguments, long first, long count) {
        requireStruct(arguments, JaynesPhotonSampleArguments.sizeof(), "JaynesPhotonSampleArguments");
        int status = JaynesCpu.jaynes_cpu_photon_sample(set.code, arguments, first, count);
        check("jaynes_cpu_photon_sample", status, set, "double", first, count);
    }

    /** Adds a photon to a vector over Fock states; {@code arguments} is a {@code JaynesPhotonStepArguments}. */
    public void photonStep(InstructionSet set, MemorySegment arguments, long first, long count) {
        requireStruct(arguments, JaynesPhotonStepArguments.sizeof(), "JaynesPhotonStepArguments");
        int status = JaynesCpu.jaynes_cpu_photon_step(set.code, arguments, first, count);
        check("jaynes_cpu_photon_step", status, set, "double", first, count);
    }

    /** Computes probabilities of Fock states; {@code arguments} is a {@code JaynesPhotonProbabilityArguments}. */
    public void photonProbability(InstructionSet set, MemorySegment arguments, long first, long count) {
        requireStruct(arguments, JaynesPhotonProbabilityArguments.sizeof(), "JaynesPhotonProbabilityArguments");
        int status = JaynesCpu.jaynes_cpu_photon_probability(set.code, arguments, first, count);
        check("jaynes_cpu_photon_probability", status, set, "double", first, count);
    }

    /** Does a time step of loops; {@code arguments} is a {@code JaynesWindowStepArguments}. */
    public void windowStep(InstructionSet set, MemorySegment arguments) {
        requireStruct(arguments, JaynesWindowStepArguments.sizeof(), "JaynesWindowStepArguments");
        check("jaynes_cpu_window_step", JaynesCpu.jaynes_cpu_window_step(set.code, arguments), set, "double", 0, 1);
    }

    /** Divides the state of loops anew; {@code arguments} is a {@code JaynesWindowTurnArguments}. */
    public void windowTurn(InstructionSet set, MemorySegment arguments) {
        requireStruct(arguments, JaynesWindowTurnArguments.sizeof(), "JaynesWindowTurnArguments");
        check("jaynes_cpu_window_turn", JaynesCpu.jaynes_cpu_window_turn(set.code, arguments), set, "double", 0, 1);
    }

    /** Asks the operating system for huge pages in this memory; advice that may do nothing. */
    public void adviseHugePages(MemorySegment memory) {
        int status = JaynesCpu.jaynes_cpu_advise_huge_pages(memory, memory.byteSize());
        if (status != JaynesCpu.JAYNES_CPU_OK()) {
            String attempted = "%d bytes at 0x%x".formatted(memory.byteSize(), memory.address());
            throw new CpuKernelException("jaynes_cpu_advise_huge_pages", attempted, status);
        }
    }

    private static void requireStruct(MemorySegment arguments, long bytes, String struct) {
        if (arguments.byteSize() < bytes) {
            throw new IllegalArgumentException(
                    "%s has %d bytes; got a segment of %d".formatted(struct, bytes, arguments.byteSize()));
        }
    }

    private static void check(String call, int status, InstructionSet set, Object format, long first, long count) {
        if (status != JaynesCpu.JAYNES_CPU_OK()) {
            String attempted = "%s, %s, %d items from %d".formatted(set, format, count, first);
            throw new CpuKernelException(call, attempted, status);
        }
    }
}
