"""Runs noisy shots with Aer: a JSON object per line on standard input, one for each on standard output.

    {"qubits": N, "gates": [[NAME, [ANGLE, ...], [QUBIT, ...]], ...], "p1": P, "p2": P, "threads": N}   loads a circuit
    {"setting": S, "shots": N, "seed": N}   runs it; answers with "seconds" of Aer's own clock and "counts"

After every gate each of the Paulis but the identity comes with probability p1 / 3 on one qubit, p2 / 15 on two.
"""

import json
import sys

from qiskit import QuantumCircuit
from qiskit_aer import AerSimulator, __version__
from qiskit_aer.noise import NoiseModel, depolarizing_error

SETTINGS = {
    "default": {},
    "no fusion": {"fusion_enable": False},
    "shot branching": {"shot_branching_enable": True, "shot_branching_sampling_enable": True},
}


def load(request):
    circuit = QuantumCircuit(request["qubits"])
    names = {1: set(), 2: set()}
    for name, angles, targets in request["gates"]:
        getattr(circuit, name)(*angles, *targets)
        names[len(targets)].add(name)
    circuit.measure_all()
    model = NoiseModel()
    # Aer's parameter counts the identity among the Paulis.
    model.add_all_qubit_quantum_error(depolarizing_error(request["p1"] * 4 / 3, 1), sorted(names[1]))
    model.add_all_qubit_quantum_error(depolarizing_error(request["p2"] * 16 / 15, 2), sorted(names[2]))
    return circuit, model, request["threads"]


def run(loaded, request):
    circuit, model, threads = loaded
    simulator = AerSimulator(
        method="statevector",
        precision="single",
        noise_model=model,
        max_parallel_threads=threads,
        **SETTINGS[request["setting"]],
    )
    result = simulator.run(circuit, shots=request["shots"], seed_simulator=request["seed"]).result()
    if not result.success:
        raise RuntimeError(result.status)
    return {"seconds": result.results[0].time_taken, "counts": result.get_counts()}


def main():
    loaded = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "gates" in request:
                loaded = load(request)
                answer = {"version": __version__, "settings": list(SETTINGS)}
            else:
                answer = run(loaded, request)
        except Exception as e:
            answer = {"error": f"{type(e).__name__}: {e}"}
        print(json.dumps(answer), flush=True)


main()
