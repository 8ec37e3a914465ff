/**
 * The kernels of libjaynes_cpu, and memory for states on the host. {@code CpuLibrary.find()} gives the library or the
 * reason why it cannot be used; its calls take argument structs that are filled through the generated accessors in
 * {@code org.jaynes.bindings.generated.plan}:
 *
 * <pre>{@code
 * CpuLibrary cpu = CpuLibrary.find().orElseThrow();
 * try (HostMemory states = HostMemory.allocate(8L << 20); Arena arena = Arena.ofConfined()) {
 *     MemorySegment arguments = JaynesInitializeArguments.allocate(arena);
 *     JaynesInitializeArguments.states(arguments, states.segment().address());
 *     JaynesInitializeArguments.row_count(arguments, 1);
 *     JaynesInitializeArguments.index_bits(arguments, 20);
 *     cpu.initialize(cpu.bestInstructionSet(), AmplitudeFormat.COMPLEX64, arguments, 0, 1 << 20);
 * }
 * }</pre>
 */
@NullMarked
package org.jaynes.bindings.cpu;

import org.jspecify.annotations.NullMarked;
