// A hardware-efficient ansatz of two layers whose angles are inputs: give them with --set or as rows of parameters.
OPENQASM 3.0;
include "stdgates.inc";

input float a0;
input float a1;
input float b0;
input float b1;

const int n = 4;
qubit[n] q;

def layer(qubit[n] r, float even, float odd) {
  for int i in [0:n - 1] {
    if (i % 2 == 0) {
      ry(even) r[i];
    } else {
      ry(odd) r[i];
    }
  }
  for int i in [0:n - 2] {
    cx r[i], r[i + 1];
  }
}

layer(q, a0, a1);
layer(q, b0, b1);
