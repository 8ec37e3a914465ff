// Teleports a qubit by two measurements and two corrections; undoing the preparation gives result 0.
OPENQASM 3.0;
include "stdgates.inc";

gate prepare(theta, lambda) q {
  ry(theta) q;
  rz(lambda) q;
}

qubit message;
qubit here;
qubit there;
bit[2] m;
bit result;

prepare(0.9, 0.4) message;
h here;
cx here, there;

cx message, here;
h message;
m[0] = measure message;
m[1] = measure here;

if (m[1]) x there;
if (m[0]) z there;

inv @ prepare(0.9, 0.4) there;
result = measure there;
