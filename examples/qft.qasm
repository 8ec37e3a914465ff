// Quantum Fourier transform of |5>, then its inverse: c is always 5, written 00000101.
OPENQASM 3.0;
include "stdgates.inc";

const int n = 8;
qubit[n] q;
bit[n] c;

def qft(qubit[n] r) {
  for int i in [n - 1:-1:0] {
    h r[i];
    for int j in [i - 1:-1:0] {
      cp(pi / 2 ** (i - j)) r[j], r[i];
    }
  }
  for int i in [0:n / 2 - 1] {
    swap r[i], r[n - 1 - i];
  }
}

def inverse_qft(qubit[n] r) {
  for int i in [0:n / 2 - 1] {
    swap r[i], r[n - 1 - i];
  }
  for int i in [0:n - 1] {
    for int j in [0:i - 1] {
      cp(-pi / 2 ** (i - j)) r[j], r[i];
    }
    h r[i];
  }
}

x q[{0, 2}];
qft(q);
inverse_qft(q);
c = measure q;
