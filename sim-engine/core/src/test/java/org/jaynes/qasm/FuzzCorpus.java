package org.jaynes.qasm;

import java.util.List;

/** Programs that use every part of both languages, to be changed at random. */
final class FuzzCorpus {
    static final List<String> PROGRAMS = List.of("""
            OPENQASM 2.0;
            include "qelib1.inc";
            gate majority a,b,c { cx c,b; cx c,a; ccx a,b,c; barrier a,b; }
            gate turn(t,s) a { U(t/2,-s,sin(t)^2) a; rz(ln(2)*t) a; }
            opaque magic(x) a,b;
            qreg q[4];
            qreg r[2];
            creg c[4];
            creg d[2];
            h q;
            majority q[0],q[1],q[2];
            turn(pi/3,-0.5e-1) q[3];
            cu3(0.1,0.2,0.3) q[0],r[1];
            measure q -> c;
            if(c==3) x r[0];
            reset q[1];
            barrier q,r[0];
            measure r[0] -> d[1];
            """, """
            OPENQASM 3.0;
            include "stdgates.inc";
            const int n = 4;
            const float third = 1 / 3;
            qubit[n] q;
            qubit a;
            bit[n] c;
            bit flag = 1;
            int[8] k = 3;
            uint[4] u = 9;
            angle[8] w = pi / 4;
            complex[float[64]] z = 1.0 + 2.0im;
            for int i in [0:n - 1] { ry(third * i + real(z)) q[i]; }
            for uint i in [6:-2:0] { if (i == 2) continue; k += int[8](i); if (k > 100) break; }
            ctrl @ negctrl @ rx(w) q[0], q[1], q[2];
            pow(0.5) @ x a;
            inv @ pow(3) @ s q[3];
            let some = q[{0, 2}] ++ q[-1:-2:1];
            h some;
            k <<= 2; u ^= 5; k = k ** 2 % 7;
            u[1] = flag;
            c[0:1] = "10";
            if (u[1:2] == "01" || !(k >= 3) && flag != 0) { x a; } else if (k == 1) y a; else { z a; }
            c = measure q;
            """, """
            OPENQASM 3;
            include "stdgates.inc";
            gate mix(t) a, b { cx a, b; gphase(t / 2); ctrl @ rz(-t) a, b; for int i in [1:2] { ry(t * i) b; } }
            def parity(qubit[2] r, qubit anc) -> bit { cx r[0], anc; cx r[1], anc; return measure anc; }
            def sum(readonly array[int[8], #dim=1] v) -> int { int s = 0; for int i in v { s += i; } return s; }
            def flip(qubit b, bit on) { if (on) { x b; return; } y b; }
            array[int[8], 3] v = {1, 2, 3};
            array[float[32], 2, 2] m = {{0.5, 1.5}, {-2, 3e-1}};
            qubit[3] q;
            bit p; bit[2] r;
            v[1] = 7;
            m[0] = m[1];
            mix(m[0, 1] * sum(v)) q[0], q[1];
            pow(2) @ mix(0.1) q[0:1][0], q[2];
            p = parity(q[0:1], q[2]);
            flip(q[0], p);
            r = measure q[1:2];
            int[4] t = int[4](r);
            switch (t) { case 0, 1 { x q[0]; } case 2 { p = 0; } default { reset q; } }
            while (t < 3) { r[0] = measure q[0]; t += 1; if (r[0]) break; t += int[4](r); }
            for bit b in r { if (b) { h q[1]; } }
            end;
            """, """
            include "stdgates.inc";
            input float theta;
            input angle phi;
            output bit result;
            output int[8] rounds;
            qubit[2] q;
            duration d = 10ns;
            pragma keep this
            #pragma and this
            @note anything
            delay[2 * d] q[0];
            def rus(qubit a, qubit b) -> bit {
              bit m = 0;
              for int i in [0:4] { reset a; h a; ctrl @ rx(theta) a, b; m = measure a; if (m) { return m; } }
              return 0;
            }
            rx(theta + 2 * phi) q;
            result = rus(q[0], q[1]);
            while (true) { reset q[0]; h q[0]; result = measure q[0]; rounds += 1; if (result) { break; } }
            if (rounds > 5) { end; }
            U(arccos(3/5), tau, euler) q[0];
            barrier;
            nop q;
            """, """
            h $0; cx $0, $2; bit[3] c; c[0] = measure $0; measure $2 -> c[2]; measure $1;
            """, """
            qubit q; uint a = popcount("1101") + sizeof(b); bit[3] b = rotl("011", 1); box { x q; } cal { y } extern f(int);
            """);

    private FuzzCorpus() {}
}
