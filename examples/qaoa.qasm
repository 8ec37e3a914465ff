// QAOA with one layer for the largest cut of a ring of eight vertices. The expectation of
// "Z0 Z1" is about -0.5 for these angles: each edge is cut with probability 3/4.
OPENQASM 3.0;
include "stdgates.inc";

const int n = 8;
const float gamma = pi / 4;
const float beta = pi / 8;

gate edge(t) a, b {
  cx a, b;
  rz(t) b;
  cx a, b;
}

qubit[n] q;
bit[n] c;

h q;
for int i in [0:n - 1] {
  edge(-gamma) q[i], q[(i + 1) % n];
}
rx(2 * beta) q;
c = measure q;
