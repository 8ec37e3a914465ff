// A GHZ state of 20 qubits: all bits are equal.
OPENQASM 3.0;
include "stdgates.inc";

const int n = 20;
qubit[n] q;
bit[n] c;

h q[0];
for int i in [1:n - 1] {
  cx q[i - 1], q[i];
}
c = measure q;
