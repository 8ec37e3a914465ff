package org.jaynes.bindings.cpu;

import org.jaynes.bindings.generated.cpu.JaynesCpu;

/** Instruction sets that libjaynes_cpu has kernels for, ascending; all of them give the same bits. */
public enum InstructionSet {
    /** Any CPU; fused multiply-adds in software where the CPU has none. */
    PORTABLE(JaynesCpu.JAYNES_CPU_PORTABLE()),
    /** AVX2 and FMA. */
    AVX2(JaynesCpu.JAYNES_CPU_AVX2()),
    /** AVX-512 F, DQ, BW and VL. */
    AVX512(JaynesCpu.JAYNES_CPU_AVX512());

    final int code;

    InstructionSet(int code) {
        this.code = code;
    }

    static InstructionSet ofCode(int code) {
        for (InstructionSet set : values()) {
            if (set.code == code) {
                return set;
            }
        }
        throw new IllegalArgumentException("libjaynes_cpu names an instruction set " + code + " that is not known");
    }
}
