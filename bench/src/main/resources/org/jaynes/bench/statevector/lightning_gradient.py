"""Expectation values and their derivatives by Lightning's adjoint method: a JSON object per line on standard input, one
for each on standard output.

    {"qubits": N, "gates": [[NAME, [PARAMETER], [QUBIT, ...]], ...], "precision": "single" or "double"}   loads a circuit
    {"values": [X, ...]}   "forward" and "gradient", seconds; "value"; "derivatives" by all parameters

The names are cx, rx and rz; a parameter is a number in the list of values. The observable is the sum of Z_i Z_(i+1).
Circuits are tapes that were prepared before the clock runs, which is faster than a QNode.
"""

import json
import sys
import time

import numpy as np
import pennylane as qml


def load(request):
    qubits = request["qubits"]
    dtype = np.complex64 if request["precision"] == "single" else np.complex128
    device = qml.device("lightning.qubit", wires=qubits, c_dtype=dtype)
    terms = [qml.PauliZ(q) @ qml.PauliZ(q + 1) for q in range(qubits - 1)]
    return device, request["gates"], qml.Hamiltonian([1.0] * len(terms), terms)


def run(loaded, values):
    device, gates, observable = loaded
    rotations = {"rx": qml.RX, "rz": qml.RZ}
    operations = []
    for name, parameters, targets in gates:
        if name == "cx":
            operations.append(qml.CNOT(wires=targets))
        else:
            operations.append(rotations[name](values[parameters[0]], wires=targets))
    tape = qml.tape.QuantumScript(operations, [qml.expval(observable)])
    tape.trainable_params = list(range(len(values)))
    config = qml.devices.ExecutionConfig(gradient_method="adjoint", use_device_gradient=True)
    start = time.perf_counter()
    value = device.execute(tape, config)
    middle = time.perf_counter()
    derivatives = device.compute_derivatives(tape, config)
    end = time.perf_counter()
    return {
        "forward": middle - start,
        "gradient": end - middle,
        "value": float(value),
        "derivatives": [float(d) for d in np.asarray(derivatives).ravel()],
    }


def main():
    loaded = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "gates" in request:
                loaded = load(request)
                answer = {"version": qml.__version__}
            else:
                answer = run(loaded, request["values"])
        except Exception as e:
            answer = {"error": f"{type(e).__name__}: {e}"}
        print(json.dumps(answer), flush=True)


main()
