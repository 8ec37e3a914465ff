package org.jaynes.qasm.lowering;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jaynes.circuit.StandardGate;
import org.jaynes.qasm.lowering.GateSymbol.Convention;
import org.jaynes.qasm.lowering.GateSymbol.Library;

/**
 * The gates that are built in, those of {@code qelib1.inc} and those of {@code stdgates.inc}.
 *
 * <p>Sources: OpenQASM 2, arXiv:1707.03429, figure 5 (names and number of angles); the larger qelib1.inc that Qiskit
 * writes for; the OpenQASM 3 specification, "Standard library".
 */
final class GateLibrary {
    private static final Map<String, Library> BUILT_IN_2 = builtIn2();
    private static final Map<String, Library> BUILT_IN_3 = builtIn3();
    private static final Map<String, Library> QELIB1 = qelib1();
    private static final Map<String, Library> STDGATES = stdgates();

    private GateLibrary() {}

    /** Gates that exist without an include. */
    static Map<String, Library> builtIn(int version) {
        return version == 2 ? BUILT_IN_2 : BUILT_IN_3;
    }

    /** Gates of an include that {@link org.jaynes.qasm.syntax.ProgramReader#isBuiltIn} knows. */
    static Map<String, Library> included(String path) {
        return path.equals("qelib1.inc") ? QELIB1 : STDGATES;
    }

    /** The include that declares a gate, or null when none does. */
    static @org.jspecify.annotations.Nullable String includeOf(String gate, int version) {
        if (version == 3 && STDGATES.containsKey(gate)) {
            return "stdgates.inc";
        }
        return QELIB1.containsKey(gate) ? "qelib1.inc" : null;
    }

    private static Map<String, Library> builtIn2() {
        Map<String, Library> gates = new LinkedHashMap<>();
        put(gates, "U", StandardGate.U, 0);
        put(gates, "CX", StandardGate.X, 1);
        return gates;
    }

    private static Map<String, Library> builtIn3() {
        Map<String, Library> gates = new LinkedHashMap<>();
        gates.put("U", new Library(StandardGate.U, 0, 3, Convention.PHASED_U, false));
        put(gates, "gphase", StandardGate.GPHASE, 0);
        return gates;
    }

    private static Map<String, Library> qelib1() {
        Map<String, Library> gates = new LinkedHashMap<>();
        common(gates);
        put(gates, "u3", StandardGate.U, 0);
        gates.put("u2", new Library(StandardGate.U, 0, 2, Convention.U2, false));
        put(gates, "u1", StandardGate.P, 0);
        put(gates, "cu1", StandardGate.P, 1);
        put(gates, "cu3", StandardGate.U, 1);
        // What follows was added later; programs of the time before define these names themselves.
        gates.put("u0", new Library(StandardGate.I, 0, 1, Convention.WAIT, true));
        added(gates, "u", StandardGate.U, 0);
        added(gates, "p", StandardGate.P, 0);
        added(gates, "sx", StandardGate.SX, 0);
        added(gates, "sxdg", StandardGate.SXDG, 0);
        added(gates, "swap", StandardGate.SWAP, 0);
        added(gates, "cswap", StandardGate.SWAP, 1);
        added(gates, "crx", StandardGate.RX, 1);
        added(gates, "cry", StandardGate.RY, 1);
        added(gates, "cp", StandardGate.P, 1);
        gates.put("cu", new Library(StandardGate.U, 1, 4, Convention.CU, true));
        added(gates, "csx", StandardGate.SX, 1);
        added(gates, "rxx", StandardGate.RXX, 0);
        added(gates, "rzz", StandardGate.RZZ, 0);
        added(gates, "rccx", StandardGate.RCCX, 0);
        added(gates, "rc3x", StandardGate.RC3X, 0);
        added(gates, "c3x", StandardGate.X, 3);
        added(gates, "c3sx", StandardGate.SX, 3);
        added(gates, "c3sqrtx", StandardGate.SX, 3);
        added(gates, "c4x", StandardGate.X, 4);
        return gates;
    }

    private static Map<String, Library> stdgates() {
        Map<String, Library> gates = new LinkedHashMap<>();
        common(gates);
        put(gates, "p", StandardGate.P, 0);
        put(gates, "phase", StandardGate.P, 0);
        put(gates, "sx", StandardGate.SX, 0);
        put(gates, "CX", StandardGate.X, 1);
        put(gates, "cp", StandardGate.P, 1);
        put(gates, "cphase", StandardGate.P, 1);
        put(gates, "crx", StandardGate.RX, 1);
        put(gates, "cry", StandardGate.RY, 1);
        put(gates, "swap", StandardGate.SWAP, 0);
        put(gates, "cswap", StandardGate.SWAP, 1);
        gates.put("cu", new Library(StandardGate.U, 1, 4, Convention.CU, false));
        put(gates, "u1", StandardGate.P, 0);
        gates.put("u2", new Library(StandardGate.U, 0, 2, Convention.PHASED_U2, false));
        gates.put("u3", new Library(StandardGate.U, 0, 3, Convention.PHASED_U3, false));
        return gates;
    }

    /** What both libraries have. */
    private static void common(Map<String, Library> gates) {
        put(gates, "id", StandardGate.I, 0);
        put(gates, "x", StandardGate.X, 0);
        put(gates, "y", StandardGate.Y, 0);
        put(gates, "z", StandardGate.Z, 0);
        put(gates, "h", StandardGate.H, 0);
        put(gates, "s", StandardGate.S, 0);
        put(gates, "sdg", StandardGate.SDG, 0);
        put(gates, "t", StandardGate.T, 0);
        put(gates, "tdg", StandardGate.TDG, 0);
        put(gates, "rx", StandardGate.RX, 0);
        put(gates, "ry", StandardGate.RY, 0);
        put(gates, "rz", StandardGate.RZ, 0);
        put(gates, "cx", StandardGate.X, 1);
        put(gates, "cy", StandardGate.Y, 1);
        put(gates, "cz", StandardGate.Z, 1);
        put(gates, "ch", StandardGate.H, 1);
        put(gates, "crz", StandardGate.RZ, 1);
        put(gates, "ccx", StandardGate.X, 2);
    }

    private static void put(Map<String, Library> gates, String name, StandardGate unitary, int controls) {
        gates.put(name, new Library(unitary, controls, unitary.angleCount(), Convention.SAME, false));
    }

    private static void added(Map<String, Library> gates, String name, StandardGate unitary, int controls) {
        gates.put(name, new Library(unitary, controls, unitary.angleCount(), Convention.SAME, true));
    }
}
