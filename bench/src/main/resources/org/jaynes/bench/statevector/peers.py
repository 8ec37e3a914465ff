"""Runs circuits on another simulator: a request per line of standard input, an answer per line of standard output.

    python peers.py PEER THREADS

Requests and answers are JSON objects:
    {"do": "describe"}                           -> {"settings": [...], "precision": ..., "version": ...}
    {"do": "prepare", "circuit": F, "setting": S} -> {"gates": n}
    {"do": "run"}                                -> {"seconds": s}      from |0...0> to the final state
    {"do": "compare", "state": F.npy}            -> {"infidelity": x, "norm": x, "how": ...}
    {"do": "volume", "qubits": n, "file": F}     -> {"gates": n}        writes Qiskit's quantum volume circuit
An answer to a request that failed is {"error": text}.

Qubit 0 is the least significant bit of an index, as in the files. Only the simulation is timed: a circuit is translated
and optimised by the peer before, as a peer that runs a circuit many times would do.
"""
import importlib.metadata
import json
import math
import os
import re
import sys
import time

# A library may print; answers go where standard output was.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

import numpy as np

CHUNK = 1 << 20
SAMPLED = 4096


def read_circuit(path):
    """The gates of an OpenQASM file without definitions of its own that matter: (name, angles, qubits)."""
    gates, qubits = [], 0
    pattern = re.compile(r"(ctrl\s*@\s*)?(\w+)(?:\((.*)\))?\s+([^()]*);")
    for line in open(path):
        line = line.strip()
        if not line or line.startswith(("OPENQASM", "include", "gate ", "//")):
            continue
        declared = re.fullmatch(r"qubit\[(\d+)\] \w+;|qreg \w+\[(\d+)\];", line)
        if declared:
            qubits = int(declared.group(1) or declared.group(2))
            continue
        match = pattern.fullmatch(line)
        if not match:
            raise ValueError(f"{path}: not understood: {line}")
        control, name, angles, operands = match.groups()
        values = [eval(a, {"__builtins__": {}}, {"pi": math.pi}) for a in angles.split(",")] if angles else []
        targets = [int(q) for q in re.findall(r"\[(\d+)\]", operands)]
        name = {"u3": "u", "U": "u", "cu1": "cp", "u1": "p", "CX": "cx"}.get(name, name)
        gates.append(("c" + name if control else name, values, targets))
    return qubits, gates


def matrix(name, angles):
    """The 2x2 matrix of a gate on one qubit, up to a global phase."""
    if name == "u":
        theta, phi, lam = angles
        c, s = math.cos(theta / 2), math.sin(theta / 2)
        return np.array([[c, -np.exp(1j * lam) * s], [np.exp(1j * phi) * s, np.exp(1j * (phi + lam)) * c]])
    if name == "rx":
        return matrix("u", [angles[0], -math.pi / 2, math.pi / 2])
    if name == "ry":
        return matrix("u", [angles[0], 0, 0])
    if name in ("rz", "p"):
        return np.diag([1, np.exp(1j * angles[0])])
    fixed = {
        "h": np.array([[1, 1], [1, -1]]) / math.sqrt(2),
        "x": np.array([[0, 1], [1, 0]], complex),
        "y": np.array([[0, -1j], [1j, 0]]),
        "z": np.diag([1, -1]).astype(complex),
        "s": np.diag([1, 1j]),
        "sdg": np.diag([1, -1j]),
        "t": np.diag([1, np.exp(0.25j * math.pi)]),
        "tdg": np.diag([1, np.exp(-0.25j * math.pi)]),
        "sx": np.array([[1 + 1j, 1 - 1j], [1 - 1j, 1 + 1j]]) / 2,
        "sy": matrix("ry", [math.pi / 2]) if name == "sy" else None,
    }
    return fixed[name]


class Peer:
    """A simulator. `settings` are the ways to run it that are tried; the fastest counts."""

    precision = "single"
    packages = ()
    settings = ("default",)

    def version(self):
        return ", ".join(f"{p} {importlib.metadata.version(p)}" for p in self.packages)

    def compare(self, reference):
        """1 - fidelity with a state, and the norm of the own state, over all amplitudes."""
        own = self.state()
        overlap, norm, other = 0, 0, 0
        for first in range(0, len(own), CHUNK):
            a = np.asarray(own[first : first + CHUNK]).astype(np.complex128)
            b = np.asarray(reference[first : first + CHUNK]).astype(np.complex128)
            overlap += np.vdot(a, b)
            norm += np.vdot(a, a).real
            other += np.vdot(b, b).real
        return 1 - abs(overlap) ** 2 / (norm * other), norm, "all amplitudes"


class Qsim(Peer):
    packages = ("qsimcirq",)
    settings = ("f=2", "f=3", "f=4")  # max_fused_gate_size

    def prepare(self, qubits, gates, setting):
        from qsimcirq import qsim

        self.qsim = qsim
        circuit = qsim.Circuit()
        circuit.num_qubits = qubits
        ready = [0] * qubits
        timed = []
        for name, angles, targets in gates:
            moment = max(ready[q] for q in targets)
            for q in targets:
                ready[q] = moment + 1
            timed.append((moment, name, angles, targets))
        for moment, name, angles, targets in sorted(timed, key=lambda gate: gate[0]):
            self.add(circuit, moment, name, angles, targets)
        self.options = {"c": circuit, "s": 1, "t": threads, "f": int(setting[2:]), "r": 1, "v": 0, "z": False}
        self.options |= {"g": False, "gmode": 0, "gsst": 512, "gdb": 16}

    def add(self, circuit, moment, name, angles, targets):
        qsim = self.qsim
        two = {"cx": qsim.kCX, "cz": qsim.kCZ, "swap": qsim.kSWAP}
        if name in two:
            qsim.add_gate(two[name], moment, targets, {}, circuit)
        elif name == "cp":
            power = {"exponent": angles[0] / math.pi, "global_shift": 0.0}
            qsim.add_gate(qsim.kCZPowGate, moment, targets, power, circuit)
        else:
            values = [x for v in matrix(name, angles).flat for x in (complex(v).real, complex(v).imag)]
            qsim.add_matrix_gate(moment, targets, values, circuit)

    def run(self):
        self.result = None
        start = time.perf_counter()
        self.result = self.qsim.qsim_simulate_fullstate(self.options, 0)
        return time.perf_counter() - start

    def state(self):
        return self.result.view(np.complex64)


class Aer(Peer):
    packages = ("qiskit", "qiskit-aer")

    def prepare(self, qubits, gates, setting):
        from qiskit import QuantumCircuit
        from qiskit_aer import AerSimulator

        self.simulator = AerSimulator(method="statevector", precision="single", max_parallel_threads=threads)
        self.circuit = QuantumCircuit(qubits)
        for name, angles, targets in gates:
            if name == "sy":
                name, angles = "ry", [math.pi / 2]
            getattr(self.circuit, name)(*angles, *targets)
        self.timed = self.circuit.copy()
        self.timed.save_amplitudes([0])

    def run(self):
        # Its own clock around the work in C++; the whole call takes a little more.
        result = self.simulator.run(self.timed, shots=1).result()
        if not result.success:
            raise RuntimeError(result.status)
        return result.results[0].time_taken

    def state(self):
        whole = self.circuit.copy()
        whole.save_statevector()
        return np.asarray(self.simulator.run(whole, shots=1).result().get_statevector())


class Qulacs(Peer):
    packages = ("qulacs",)
    precision = "double"
    settings = ("as written", "optimize_light", "optimize 2")

    def prepare(self, qubits, gates, setting):
        import qulacs
        from qulacs.circuit import QuantumCircuitOptimizer

        names = {"h": "H", "x": "X", "y": "Y", "z": "Z", "s": "S", "sdg": "Sdag", "t": "T", "tdg": "Tdag"}
        names |= {"sx": "sqrtX", "sy": "sqrtY", "cx": "CNOT", "cz": "CZ", "swap": "SWAP"}
        circuit = qulacs.QuantumCircuit(qubits)
        for name, angles, targets in gates:
            if name in names:
                gate = getattr(qulacs.gate, names[name])(*targets)
            elif name == "p":
                gate = qulacs.gate.U1(targets[0], angles[0])
            elif name == "u":
                gate = qulacs.gate.U3(targets[0], *angles)
            elif name == "cp":
                gate = qulacs.gate.to_matrix_gate(qulacs.gate.U1(targets[1], angles[0]))
                gate.add_control_qubit(targets[0], 1)
            else:
                gate = getattr(qulacs.gate, {"rx": "RotX", "ry": "RotY", "rz": "RotZ"}[name])(targets[0], angles[0])
            circuit.add_gate(gate)
        if setting == "optimize_light":
            QuantumCircuitOptimizer().optimize_light(circuit)
        elif setting == "optimize 2":
            QuantumCircuitOptimizer().optimize(circuit, 2)
        self.circuit = circuit
        self.vector = qulacs.QuantumState(qubits)

    def run(self):
        self.vector.set_zero_state()
        start = time.perf_counter()
        self.circuit.update_quantum_state(self.vector)
        return time.perf_counter() - start

    def state(self):
        return self.vector.get_vector()


class Scaluq(Peer):
    packages = ("scaluq",)
    settings = ("as written", "optimize 2")

    def prepare(self, qubits, gates, setting):
        import scaluq

        gate = scaluq.scaluq_core.default.f32.gate
        names = {"h": "H", "x": "X", "y": "Y", "z": "Z", "s": "S", "sdg": "Sdag", "t": "T", "tdg": "Tdag"}
        names |= {"sx": "SqrtX", "sy": "SqrtY", "cx": "CX", "cz": "CZ", "swap": "Swap"}
        rotations = {"rx": "RX", "ry": "RY", "rz": "RZ", "p": "U1", "u": "U3"}
        circuit = scaluq.Circuit(precision="f32")
        for name, angles, targets in gates:
            if name in names:
                circuit.add_gate(getattr(gate, names[name])(*targets))
            elif name == "cp":
                circuit.add_gate(gate.U1(targets[1], angles[0], controls=[targets[0]]))
            else:
                circuit.add_gate(getattr(gate, rotations[name])(targets[0], *angles))
        if setting == "optimize 2":
            circuit.optimize(2)
        self.scaluq = scaluq
        self.circuit = circuit
        self.qubits = qubits
        self.vector = scaluq.StateVector(qubits, precision="f32")

    def run(self):
        self.vector.set_zero_state()
        self.scaluq.synchronize()
        start = time.perf_counter()
        self.circuit.update_quantum_state(self.vector)
        self.scaluq.synchronize()
        return time.perf_counter() - start

    def compare(self, reference):
        # Amplitudes come one by one as Python numbers: some of them, and the norm of all.
        count = min(SAMPLED, len(reference))
        indices = np.unique(np.append(np.random.default_rng(1).integers(0, len(reference), count), 0))
        own = np.array([self.vector.get_amplitude_at(int(i)) for i in indices])
        other = np.asarray(reference[indices]).astype(np.complex128)
        overlap = abs(np.vdot(own, other)) ** 2 / (np.vdot(own, own).real * np.vdot(other, other).real)
        return 1 - overlap, self.vector.get_squared_norm(), f"{len(indices)} amplitudes"


class Lightning(Peer):
    packages = ("pennylane", "pennylane-lightning")

    def prepare(self, qubits, gates, setting):
        import pennylane as qml
        from pennylane_lightning.lightning_qubit._state_vector import LightningStateVector

        names = {"h": "Hadamard", "x": "PauliX", "y": "PauliY", "z": "PauliZ", "s": "S", "t": "T", "sx": "SX"}
        names |= {"cx": "CNOT", "cz": "CZ", "swap": "SWAP", "cp": "ControlledPhaseShift", "p": "PhaseShift"}
        names |= {"rx": "RX", "ry": "RY", "rz": "RZ"}
        operations = []
        for name, angles, targets in gates:
            wires = [qubits - 1 - q for q in targets]
            if name in names:
                operations.append(getattr(qml, names[name])(*angles, wires=wires))
            elif name in ("sdg", "tdg"):
                operations.append(qml.adjoint({"sdg": qml.S, "tdg": qml.T}[name](wires=wires)))
            elif name == "sy":
                operations.append(qml.RY(math.pi / 2, wires=wires))
            else:
                # It has no U3 of its own; Rot is U3 but for a global phase, and a single kernel.
                theta, phi, lam = angles
                operations.append(qml.Rot(lam, theta, phi, wires=wires))
        self.tape = qml.tape.QuantumScript(operations)
        self.vector = LightningStateVector(qubits, dtype=np.complex64)

    def run(self):
        self.vector.reset_state()
        start = time.perf_counter()
        self.vector.get_final_state(self.tape)
        return time.perf_counter() - start

    def state(self):
        return self.vector.state


PEERS = {"qsim": Qsim, "aer": Aer, "qulacs": Qulacs, "scaluq": Scaluq, "lightning": Lightning}


def write_quantum_volume(qubits, path):
    """Qiskit's quantum volume circuit of depth 10, as u3 and cx."""
    from qiskit import qasm2, transpile
    from qiskit.circuit.library import quantum_volume

    # Level 1 joins neighbouring u3 and does no more: later levels rewrite the circuit.
    circuit = transpile(quantum_volume(qubits, 10, seed=1000), basis_gates=["u3", "cx"], optimization_level=1)
    qasm2.dump(circuit, path)
    return circuit.size()


def answer(peer, request):
    match request["do"]:
        case "describe":
            return {"settings": peer.settings, "precision": peer.precision, "version": peer.version()}
        case "prepare":
            qubits, gates = read_circuit(request["circuit"])
            peer.prepare(qubits, gates, request["setting"])
            return {"gates": len(gates)}
        case "run":
            return {"seconds": peer.run()}
        case "compare":
            infidelity, norm, how = peer.compare(np.load(request["state"], mmap_mode="r"))
            return {"infidelity": float(infidelity), "norm": float(norm), "how": how}
        case "volume":
            return {"gates": write_quantum_volume(request["qubits"], request["file"])}
        case other:
            raise ValueError(f"unknown request {other}")


def main():
    peer = PEERS[sys.argv[1]]()
    for line in sys.stdin:
        try:
            reply = answer(peer, json.loads(line))
        except Exception as failure:
            reply = {"error": f"{type(failure).__name__}: {failure}"}
        print(json.dumps(reply), file=answers, flush=True)


threads = int(sys.argv[2])
main()
