package org.jaynes.qasm;

import org.jaynes.circuit.StandardGate;
import org.jspecify.annotations.Nullable;

/** Definitions of the standard gates that stdgates.inc lacks, global phases included. */
final class GateTexts {
    private GateTexts() {}

    /** What follows the name in a definition, or null when the library has the gate. */
    static @Nullable String definition(StandardGate gate) {
        return switch (gate) {
            case GPHASE, I, X, Y, Z, H, S, SDG, T, TDG, SX, RX, RY, RZ, P, SWAP -> null;
            case U -> "(a, b, c) q { gphase(-a / 2); U(a, b, c) q; }";
            case SXDG -> " q { inv @ sx q; }";
            case SY -> " q { gphase(pi / 4); ry(pi / 2) q; }";
            case SYDG -> " q { gphase(-pi / 4); ry(-pi / 2) q; }";
            case SW -> " q { gphase(pi / 4); rz(-pi / 4) q; rx(pi / 2) q; rz(pi / 4) q; }";
            case SWDG -> " q { gphase(-pi / 4); rz(-pi / 4) q; rx(-pi / 2) q; rz(pi / 4) q; }";
            case R -> "(a, b) q { rz(-b) q; rx(a) q; rz(b) q; }";
            case ISWAP -> " q, r { s q; s r; cz q, r; swap q, r; }";
            case ISWAPDG -> " q, r { sdg q; sdg r; cz q, r; swap q, r; }";
            case RXX -> "(a) q, r { h q; h r; cx q, r; rz(a) r; cx q, r; h q; h r; }";
            case RYY ->
                "(a) q, r { rx(pi / 2) q; rx(pi / 2) r; cx q, r; rz(a) r; cx q, r; rx(-pi / 2) q; rx(-pi / 2) r; }";
            case RZZ -> "(a) q, r { cx q, r; rz(a) r; cx q, r; }";
            case FSIM ->
                "(a, b) q, r { h q; h r; cx q, r; rz(a) r; cx q, r; h q; h r; rx(pi / 2) q; rx(pi / 2) r; cx q, r;"
                        + " rz(a) r; cx q, r; rx(-pi / 2) q; rx(-pi / 2) r; cp(-b) q, r; }";
            case RCCX -> " q, r, t0 { h t0; t t0; cx r, t0; tdg t0; cx q, t0; t t0; cx r, t0; tdg t0; h t0; }";
            case RC3X ->
                " q, r, u, v { h v; t v; cx u, v; tdg v; h v; cx q, v; t v; cx r, v; tdg v; cx q, v; t v; cx r, v;"
                        + " tdg v; h v; t v; cx u, v; tdg v; h v; }";
            case RC3XDG ->
                " q, r, u, v { h v; t v; cx u, v; tdg v; h v; t v; cx r, v; tdg v; cx q, v; t v; cx r, v; tdg v;"
                        + " cx q, v; h v; t v; cx u, v; tdg v; h v; }";
        };
    }
}
