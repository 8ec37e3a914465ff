package org.jaynes.decoder.stim;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The operations of Stim 1.16. A Clifford gate is defined by what it turns Pauli operators into: the images of X and Z,
 * or of X⊗I, Z⊗I, I⊗X, I⊗Z with the first target's letter first. Source: Stim, doc/gates.md.
 */
public enum StimGate {
    I("+X", "+Z"),
    X("+X", "-Z"),
    Y("-X", "-Z"),
    Z("-X", "+Z"),
    H("+Z", "+X"),
    S("+Y", "+Z"),
    S_DAG("-Y", "+Z"),
    SQRT_X("+X", "-Y"),
    SQRT_X_DAG("+X", "+Y"),
    SQRT_Y("-Z", "+X"),
    SQRT_Y_DAG("+Z", "-X"),
    H_XY("+Y", "-Z"),
    H_YZ("-X", "+Y"),
    H_NXY("-Y", "-Z"),
    H_NXZ("-Z", "-X"),
    H_NYZ("-X", "-Y"),
    C_XYZ("+Y", "+X"),
    C_ZYX("+Z", "+Y"),
    C_NXYZ("-Y", "-X"),
    C_XNYZ("-Y", "+X"),
    C_XYNZ("+Y", "-X"),
    C_NZYX("-Z", "-Y"),
    C_ZNYX("+Z", "-Y"),
    C_ZYNX("-Z", "+Y"),

    II("+XI", "+ZI", "+IX", "+IZ"),
    CX(Targets.CONTROLLED_PAIRS, "+XX", "+ZI", "+IX", "+ZZ"),
    CY(Targets.CONTROLLED_PAIRS, "+XY", "+ZI", "+ZX", "+ZZ"),
    CZ(Targets.CONTROLLED_PAIRS, "+XZ", "+ZI", "+ZX", "+IZ"),
    XCX("+XI", "+ZX", "+IX", "+XZ"),
    XCY("+XI", "+ZY", "+XX", "+XZ"),
    XCZ(Targets.CONTROLLED_PAIRS, "+XI", "+ZZ", "+XX", "+IZ"),
    YCX("+XX", "+ZX", "+IX", "+YZ"),
    YCY("+XY", "+ZY", "+YX", "+YZ"),
    YCZ(Targets.CONTROLLED_PAIRS, "+XZ", "+ZZ", "+YX", "+IZ"),
    SWAP("+IX", "+IZ", "+XI", "+ZI"),
    ISWAP("+ZY", "+IZ", "+YZ", "+ZI"),
    ISWAP_DAG("-ZY", "+IZ", "-YZ", "+ZI"),
    CXSWAP("+XX", "+IZ", "+XI", "+ZZ"),
    SWAPCX("+IX", "+ZZ", "+XX", "+ZI"),
    CZSWAP("+ZX", "+IZ", "+XZ", "+ZI"),
    SQRT_XX("+XI", "-YX", "+IX", "-XY"),
    SQRT_XX_DAG("+XI", "+YX", "+IX", "+XY"),
    SQRT_YY("-ZY", "+XY", "-YZ", "+YX"),
    SQRT_YY_DAG("+ZY", "-XY", "+YZ", "-YX"),
    SQRT_ZZ("+YZ", "+ZI", "+ZY", "+IZ"),
    SQRT_ZZ_DAG("-YZ", "+ZI", "-ZY", "+IZ"),
    /** Multiplies states with -1 eigenvalue of a Pauli product by i. */
    SPP(Targets.PAULI_PRODUCTS, Arguments.NONE, 0, 0),
    SPP_DAG(Targets.PAULI_PRODUCTS, Arguments.NONE, 0, 0),

    X_ERROR(Targets.QUBITS, Arguments.PROBABILITIES, 1, 1),
    Y_ERROR(Targets.QUBITS, Arguments.PROBABILITIES, 1, 1),
    Z_ERROR(Targets.QUBITS, Arguments.PROBABILITIES, 1, 1),
    I_ERROR(Targets.QUBITS, Arguments.DISJOINT_PROBABILITIES, 0, StimGate.ANY),
    II_ERROR(Targets.PAIRS, Arguments.DISJOINT_PROBABILITIES, 0, StimGate.ANY),
    DEPOLARIZE1(Targets.QUBITS, Arguments.PROBABILITIES, 1, 1),
    DEPOLARIZE2(Targets.PAIRS, Arguments.PROBABILITIES, 1, 1),
    /** Probabilities of X, Y, Z. */
    PAULI_CHANNEL_1(Targets.QUBITS, Arguments.DISJOINT_PROBABILITIES, 3, 3),
    /** Probabilities of IX, IY, IZ, XI, XX, XY, XZ, YI, ..., ZZ. */
    PAULI_CHANNEL_2(Targets.PAIRS, Arguments.DISJOINT_PROBABILITIES, 15, 15),
    /** A product of Pauli errors that happen together. */
    E(Targets.PAULIS, Arguments.PROBABILITIES, 1, 1, Flag.STANDS_ALONE),
    /** The same, if none of the E and ELSE_CORRELATED_ERROR directly before it happened. */
    ELSE_CORRELATED_ERROR(Targets.PAULIS, Arguments.PROBABILITIES, 1, 1, Flag.STANDS_ALONE),
    HERALDED_ERASE(Targets.QUBITS, Arguments.PROBABILITIES, 1, 1, Flag.MEASURES),
    /** Probabilities of heralded I, X, Y, Z. */
    HERALDED_PAULI_CHANNEL_1(Targets.QUBITS, Arguments.DISJOINT_PROBABILITIES, 4, 4, Flag.MEASURES),

    M(Targets.QUBITS, Arguments.PROBABILITIES, 0, 1, Flag.MEASURES, Flag.INVERTIBLE),
    MX(Targets.QUBITS, Arguments.PROBABILITIES, 0, 1, Flag.MEASURES, Flag.INVERTIBLE),
    MY(Targets.QUBITS, Arguments.PROBABILITIES, 0, 1, Flag.MEASURES, Flag.INVERTIBLE),
    MR(Targets.QUBITS, Arguments.PROBABILITIES, 0, 1, Flag.MEASURES, Flag.RESETS, Flag.INVERTIBLE),
    MRX(Targets.QUBITS, Arguments.PROBABILITIES, 0, 1, Flag.MEASURES, Flag.RESETS, Flag.INVERTIBLE),
    MRY(Targets.QUBITS, Arguments.PROBABILITIES, 0, 1, Flag.MEASURES, Flag.RESETS, Flag.INVERTIBLE),
    R(Targets.QUBITS, Arguments.NONE, 0, 0, Flag.RESETS),
    RX(Targets.QUBITS, Arguments.NONE, 0, 0, Flag.RESETS),
    RY(Targets.QUBITS, Arguments.NONE, 0, 0, Flag.RESETS),
    MXX(Targets.PAIRS, Arguments.PROBABILITIES, 0, 1, Flag.MEASURES, Flag.INVERTIBLE),
    MYY(Targets.PAIRS, Arguments.PROBABILITIES, 0, 1, Flag.MEASURES, Flag.INVERTIBLE),
    MZZ(Targets.PAIRS, Arguments.PROBABILITIES, 0, 1, Flag.MEASURES, Flag.INVERTIBLE),
    MPP(Targets.PAULI_PRODUCTS, Arguments.PROBABILITIES, 0, 1, Flag.MEASURES),
    /** Puts fixed bits into the measurement record. */
    MPAD(Targets.CONSTANT_BITS, Arguments.PROBABILITIES, 0, 1, Flag.MEASURES),

    DETECTOR(Targets.RECORDS, Arguments.COORDINATES, 0, StimGate.ANY, Flag.STANDS_ALONE),
    OBSERVABLE_INCLUDE(Targets.RECORDS_OR_PAULIS, Arguments.INDEX, 1, 1, Flag.STANDS_ALONE),
    QUBIT_COORDS(Targets.QUBITS, Arguments.COORDINATES, 0, StimGate.ANY, Flag.STANDS_ALONE),
    SHIFT_COORDS(Targets.NONE, Arguments.COORDINATES, 0, StimGate.ANY, Flag.STANDS_ALONE),
    TICK(Targets.NONE, Arguments.NONE, 0, 0, Flag.STANDS_ALONE);

    /** No upper limit of arguments but Stim's own. */
    private static final int ANY = 255;

    /** What an operation's targets are. */
    public enum Targets {
        NONE,
        QUBITS,
        /** An even number of qubits; the two of a pair differ. */
        PAIRS,
        /** Pairs of which one may be a measurement record or sweep bit in place of a qubit. */
        CONTROLLED_PAIRS,
        /** Pauli operators. */
        PAULIS,
        /** Pauli operators, joined to products by combiners. */
        PAULI_PRODUCTS,
        RECORDS,
        RECORDS_OR_PAULIS,
        /** 0 or 1. */
        CONSTANT_BITS
    }

    /** What the arguments in parentheses are. */
    public enum Arguments {
        NONE,
        PROBABILITIES,
        /** Probabilities of cases that exclude each other: their sum is at most 1. */
        DISJOINT_PROBABILITIES,
        COORDINATES,
        /** An integer of at least 0. */
        INDEX
    }

    private enum Flag {
        MEASURES,
        RESETS,
        /** Targets may carry '!'. */
        INVERTIBLE,
        /** Two of them in a row stay two instructions; other operations are joined when a text is read. */
        STANDS_ALONE
    }

    private static final Map<String, StimGate> BY_NAME = new HashMap<>();

    static {
        for (StimGate gate : values()) {
            BY_NAME.put(gate.name(), gate);
        }
        BY_NAME.putAll(Map.ofEntries(
                Map.entry("CNOT", CX),
                Map.entry("ZCX", CX),
                Map.entry("ZCY", CY),
                Map.entry("ZCZ", CZ),
                Map.entry("H_XZ", H),
                Map.entry("SQRT_Z", S),
                Map.entry("SQRT_Z_DAG", S_DAG),
                Map.entry("SWAPCZ", CZSWAP),
                Map.entry("MZ", M),
                Map.entry("MRZ", MR),
                Map.entry("RZ", R),
                Map.entry("CORRELATED_ERROR", E)));
    }

    private final Targets targets;
    private final Arguments arguments;
    private final int fewestArguments;
    private final int mostArguments;
    private final boolean measures;
    private final boolean resets;
    private final boolean invertible;
    private final boolean joins;
    private final String images;

    StimGate(String... images) {
        this(images.length == 2 ? Targets.QUBITS : Targets.PAIRS, images);
    }

    StimGate(Targets targets, String... images) {
        this.targets = targets;
        this.arguments = Arguments.NONE;
        this.fewestArguments = 0;
        this.mostArguments = 0;
        this.measures = false;
        this.resets = false;
        this.invertible = false;
        this.joins = true;
        this.images = String.join(" ", images);
    }

    StimGate(Targets targets, Arguments arguments, int fewestArguments, int mostArguments, Flag... flags) {
        this.targets = targets;
        this.arguments = arguments;
        this.fewestArguments = fewestArguments;
        this.mostArguments = mostArguments;
        List<Flag> present = Arrays.asList(flags);
        this.measures = present.contains(Flag.MEASURES);
        this.resets = present.contains(Flag.RESETS);
        this.invertible = present.contains(Flag.INVERTIBLE);
        this.joins = !present.contains(Flag.STANDS_ALONE);
        this.images = "";
    }

    /** The gate of a name or alias, in any case. */
    public static Optional<StimGate> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name.toUpperCase(Locale.ROOT)));
    }

    /** What its targets are. */
    public Targets targets() {
        return targets;
    }

    /** What its arguments are. */
    public Arguments arguments() {
        return arguments;
    }

    public int fewestArguments() {
        return fewestArguments;
    }

    public int mostArguments() {
        return mostArguments;
    }

    /** Whether it adds to the measurement record: a bit per target, pair or product. */
    public boolean measures() {
        return measures;
    }

    /** Whether it leaves its qubits in a fixed state. */
    public boolean resets() {
        return resets;
    }

    /** Whether qubits may carry '!'. */
    public boolean invertible() {
        return invertible;
    }

    /** Whether two of them in a row, with equal arguments and tags, are one instruction. */
    public boolean joins() {
        return joins;
    }

    /**
     * Images of the generators under conjugation, such as {@code -YX}; empty if it is no Clifford gate with a fixed
     * number of targets.
     */
    public List<String> images() {
        return images.isEmpty() ? List.of() : List.of(images.split(" "));
    }
}
