package org.jaynes.qasm;

import java.util.Set;

/** Names that a written program may not give away. */
final class ReservedNames {
    /** Keywords, constants, functions and gates of OpenQASM 3 and stdgates.inc. */
    static final Set<String> ALL =
            Set.of(("OPENQASM include qreg creg gate if measure reset barrier array angle bit bool box"
                            + " break cal case complex const continue ctrl def default defcal defcalgrammar delay durationof else end"
                            + " extern false float for gphase in input int inv let mutable negctrl nop output pow qubit readonly"
                            + " return stretch switch true uint void while duration pragma im opaque pi tau euler arccos arcsin"
                            + " arctan ceiling cos exp floor log mod popcount rotl rotr sin sqrt tan sizeof real imag U CX p x y z h"
                            + " s sdg t tdg sx rx ry rz cx cy cz cp crx cry crz ch swap ccx cswap cu phase cphase id u1 u2 u3")
                    .split(" "));

    private ReservedNames() {}
}
