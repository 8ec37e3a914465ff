// QAOA with three layers for the largest cut of the Tutte-Coxeter graph (30 vertices, 45 edges, no cycle shorter than 8).
// For these angles 0.792398 of the edges are cut on average: so much on every 3-regular graph without shorter cycles.
//   jaynes expect examples/tutte_coxeter.qasm --observable-file examples/tutte_coxeter.json
// The state takes 8 GiB in single precision.
OPENQASM 3.0;
include "stdgates.inc";

const int n = 30;

gate edge(t) a, b {
  cx a, b;
  rz(t) b;
  cx a, b;
}

qubit[n] q;

// The cycle through all vertices, and its chords.
def layer(qubit[n] v, float gamma, float beta) {
  for int i in [0:n - 1] {
    edge(-gamma) v[i], v[(i + 1) % n];
  }
  for int i in [2:6:n - 1] {
    edge(-gamma) v[i], v[(i + 7) % n];
    edge(-gamma) v[i + 2], v[(i + 11) % n];
    edge(-gamma) v[i + 3], v[(i + 16) % n];
  }
  rx(2 * beta) v;
}

h q;
layer(q, 0.42208408, 0.60875726);
layer(q, 0.79841275, 0.45927530);
layer(q, 0.93708880, 0.23539562);
