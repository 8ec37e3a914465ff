package org.jaynes.plan;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jaynes.bindings.generated.plan.JaynesOp;
import org.jaynes.bindings.generated.plan.JaynesPassArguments;

/**
 * The passes of a plan as {@code jaynes_plan.h} lays them out, in memory that is freed when nothing refers to it.
 *
 * @param ops {@code JaynesOp}s of all passes, one after the other; read-only
 * @param passes one {@code JaynesPassArguments} per pass, in which all but the addresses, the stride, the number of rows
 *     and that of the slice is set; {@code ops} holds the offset of the pass's first op from the start of {@link #ops}, in bytes; read-only
 */
public record KernelPlan(MemorySegment ops, MemorySegment passes) {
    private static final int ALIGNMENT = 64;

    static KernelPlan of(List<Pass> all, int indexBits, int sliceBits, int probeCount) {
        Arena arena = Arena.ofAuto();
        long count = 0;
        for (Pass pass : all) {
            count += pass.ops().size();
        }
        MemorySegment ops = arena.allocate(count * JaynesOp.sizeof(), ALIGNMENT);
        MemorySegment passes = arena.allocate(all.size() * JaynesPassArguments.sizeof(), ALIGNMENT);
        long next = 0;
        for (int i = 0; i < all.size(); i++) {
            Pass pass = all.get(i);
            writePass(JaynesPassArguments.asSlice(passes, i), pass, indexBits, next * JaynesOp.sizeof());
            JaynesPassArguments.slice_bits(JaynesPassArguments.asSlice(passes, i), sliceBits);
            JaynesPassArguments.probe_count(JaynesPassArguments.asSlice(passes, i), probeCount);
            for (MicroOp op : pass.ops()) {
                writeOp(JaynesOp.asSlice(ops, next++), op);
            }
        }
        return new KernelPlan(ops.asReadOnly(), passes.asReadOnly());
    }

    private static void writePass(MemorySegment target, Pass pass, int indexBits, long opsOffset) {
        JaynesPassArguments.ops(target, opsOffset);
        JaynesPassArguments.index_bits(target, indexBits);
        JaynesPassArguments.tile_bits(target, pass.tileBits());
        JaynesPassArguments.op_count(target, pass.ops().size());
        JaynesPassArguments.low_bits(target, pass.lowBits());
        for (int b = 0; b < pass.tileBits(); b++) {
            JaynesPassArguments.tile_qubits(target, b, (byte) pass.tileQubits()[b]);
        }
    }

    private static void writeOp(MemorySegment target, MicroOp op) {
        JaynesOp.kind(target, op.kind().code());
        JaynesOp.bit_count(target, op.bitCount());
        JaynesOp.outer_control_mask(target, op.outerControlMask());
        JaynesOp.outer_control_value(target, op.outerControlValue());
        JaynesOp.local_control_mask(target, op.localControlMask());
        JaynesOp.local_control_value(target, op.localControlValue());
        JaynesOp.coefficient_offset(target, (int) op.coefficientOffset());
        for (int i = 0; i < op.bitCount(); i++) {
            JaynesOp.bits(target, i, op.bits()[i]);
        }
    }

    /** The {@code JaynesPassArguments} of a pass. */
    public MemorySegment pass(int index) {
        return passes.asSlice(index * JaynesPassArguments.sizeof(), JaynesPassArguments.sizeof());
    }
}
