"""Runs photonic workloads on another library: a request per line of standard input, an answer per line of standard
output.

    python peers.py PEER THREADS

Requests and answers are JSON objects:
    {"do": "describe"}                               -> {"version": ..., "settings": {kind: [...]}}
    {"do": "prepare", "workload": W, "setting": S}   -> {"items": n}      if a run does fewer than the workload has
    {"do": "run"}                                    -> {"seconds": s}
    {"do": "result", "file": F}                      -> {"numbers": n}    doubles of the last run, little endian
An answer to a request that failed is {"error": text}.

A workload is a JSON object with a kind; matrices are row-major, rows are outputs:
    permanents    size, real, matrices: [{"re": [...], "im": [...]}]     result: re, im of each permanent
    samples       modes, input, matrix, shots                            result: photon numbers by shot and mode
    distribution  modes, input, matrix                                   result: probabilities, 200 110 101 020 011 002
    cold_distribution   the same, nothing being kept from the run before
    loops         input, loop_lengths, bs_angles, shots                  result: as of samples
    layer         modes, input, elements, shared, inputs, weights        result: probabilities by row; derivatives by the
                                                                         shared angles, then by the inputs of each row
An element of a layer is [angle, first mode, second mode], a symmetric beam splitter, or [angle, mode], a phase shifter;
angles are first the shared ones, then the inputs of a row. Only the work itself is timed.
"""
import importlib.metadata
import json
import os
import sys
import time

# A library may print; answers go where standard output was.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

import numpy as np


def matrix(value, modes):
    return np.ascontiguousarray((np.array(value["re"]) + 1j * np.array(value["im"])).reshape(modes, modes))


def matrices(workload):
    size = workload["size"]
    if workload["real"]:
        return [np.array(m["re"]).reshape(size, size) for m in workload["matrices"]]
    return [matrix(m, size) for m in workload["matrices"]]


class Peer:
    """A library. `settings` are the ways to do a kind of workload that are tried; the fastest counts."""

    packages = ()
    settings = {}

    def version(self):
        return ", ".join(f"{p} {importlib.metadata.version(p)}" for p in self.packages)

    def prepare(self, workload, setting):
        self.items = None
        self.kind = workload["kind"]
        self.work = getattr(self, self.kind)(workload, setting)

    def run(self):
        start = time.perf_counter()
        self.last = self.work()
        return time.perf_counter() - start

    def result(self):
        if self.kind == "permanents":
            return np.array(self.last).astype(np.complex128).view(np.float64)
        return np.array([list(shot) for shot in self.last]) if self.kind in ("samples", "loops") else np.array(self.last)


class Walrus(Peer):
    packages = ("thewalrus",)
    settings = {"permanents": ("bbfg", "ryser")}

    def permanents(self, workload, setting):
        from thewalrus import perm

        given = matrices(workload)
        return lambda: [perm(m, method=setting) for m in given]


class Piquasso(Peer):
    packages = ("piquasso",)
    settings = {"permanents": ("default",), "samples": ("default",)}
    # Some milliseconds each.
    MOST_SHOTS = 100

    def permanents(self, workload, setting):
        from piquasso._math.permanent import permanent

        given = matrices(workload)
        ones = np.ones(workload["size"], dtype=int)
        return lambda: [permanent(m, ones, ones) for m in given]

    def samples(self, workload, setting):
        import piquasso as pq

        with pq.Program() as program:
            pq.Q() | pq.NumberState(workload["input"])
            pq.Q(all) | pq.Interferometer(matrix(workload["matrix"], workload["modes"]))
            pq.Q(all) | pq.ParticleNumberMeasurement()
        simulator = pq.PassiveSimulator(d=workload["modes"])
        self.items = min(workload["shots"], self.MOST_SHOTS)
        return lambda: simulator.execute(program, shots=self.items).samples


def loop_matrix(workload):
    """The matrix of a loop interferometer without phases."""
    modes = len(workload["input"])
    unitary, angles = np.eye(modes, dtype=complex), iter(workload["bs_angles"])
    for length in workload["loop_lengths"]:
        for i in range(modes - length):
            c, s = np.cos(angle := next(angles)), np.sin(angle)
            unitary[[i, i + length]] = np.array([[c, s], [-s, c]]) @ unitary[[i, i + length]]
    return unitary


class Perceval(Peer):
    packages = ("perceval-quandela", "exqalibur")
    settings = {
        "permanents": ("glynn", "ryser"),
        "samples": ("CliffordClifford2017",),
        "loops": ("CliffordClifford2017",),
        "distribution": ("SLOS_V3", "SLOS_V2", "SLAP"),
        "cold_distribution": ("SLOS_V3", "SLOS_V2", "SLAP"),
    }

    def permanents(self, workload, setting):
        import exqalibur

        given = matrices(workload)
        permanent = exqalibur.permanent_fl if workload["real"] else exqalibur.permanent_cx
        return lambda: [permanent(m, setting) for m in given]

    def samples(self, workload, setting):
        unitary = matrix(workload["matrix"], workload["modes"])
        return self.sampler(workload["input"], unitary, workload["shots"])

    def loops(self, workload, setting):
        return self.sampler(workload["input"], loop_matrix(workload), workload["shots"])

    def sampler(self, photons, unitary, shots):
        import exqalibur

        sampler = exqalibur.Clifford2017()
        sampler.set_unitary(unitary)
        sampler.set_input_state(exqalibur.FockState(photons))
        return lambda: sampler.samples(shots)

    def cold_distribution(self, workload, setting):
        return self.distribution(workload, setting, keep=False)

    def distribution(self, workload, setting, keep=True):
        import exqalibur

        unitary = matrix(workload["matrix"], workload["modes"])
        photons = exqalibur.FockState(workload["input"])
        kept = getattr(exqalibur, setting)()
        # A phase at an output changes every amplitude and no probability: a new matrix for each run.
        phase = np.exp(0.1j)

        def work():
            nonlocal unitary
            backend = kept if keep else getattr(exqalibur, setting)()
            unitary = unitary * phase
            backend.set_unitary(unitary)
            backend.set_input_state(photons)
            return backend.all_probabilities()

        work()
        return work


class Merlin(Peer):
    packages = ("merlinquantum", "torch")
    # Where other work runs beside it, one thread is much faster than all.
    settings = {"layer": ("float32, 1 thread", "float32, all threads", "float64, 1 thread", "float64, all threads")}

    def layer(self, workload, setting):
        import merlin
        import perceval as pcvl
        import torch

        torch.set_num_threads(1 if "1 thread" in setting else threads)
        dtype = getattr(torch, setting.split(",")[0])
        shared = len(workload["shared"])
        circuit = pcvl.Circuit(workload["modes"])
        scale = [1.0] * shared
        for angle, *modes in workload["elements"]:
            parameter = pcvl.P(f"w{angle:03}" if angle < shared else f"x{angle - shared:03}")
            if len(modes) == 2:
                circuit.add(tuple(modes), pcvl.BS.Rx(theta=parameter))
                scale[angle] = 2.0
            else:
                circuit.add(modes[0], pcvl.PS(phi=parameter))
        layer = merlin.QuantumLayer(
            input_size=len(workload["inputs"][0]),
            circuit=circuit,
            trainable_parameters=["w"],
            input_parameters=["x"],
            input_state=workload["input"],
            measurement_strategy=merlin.MeasurementStrategy.probs(merlin.ComputationSpace.FOCK),
            dtype=dtype,
        )
        # Its beam splitters take twice the angle.
        self.scale = torch.tensor(scale, dtype=dtype)
        (self.trained,) = layer.parameters()
        self.trained.data = torch.tensor(workload["shared"], dtype=dtype) * self.scale
        self.inputs = torch.tensor(workload["inputs"], dtype=dtype).requires_grad_()
        weights = torch.tensor(workload["weights"], dtype=dtype)

        def work():
            self.inputs.grad = self.trained.grad = None
            probabilities = layer(self.inputs)
            probabilities.backward(weights)
            return probabilities.detach()

        return work

    def result(self):
        parts = self.last, self.trained.grad * self.scale, self.inputs.grad
        return np.concatenate([part.numpy().ravel() for part in parts])


class CudaQ(Peer):
    packages = ("cuda-quantum-cu13",)
    settings = {"loops": ("orca-photonics",)}

    def loops(self, workload, setting):
        import cudaq
        import cudaq_loops

        angles = workload["bs_angles"]
        arguments = angles, [0.0] * len(angles), workload["input"], workload["loop_lengths"]
        return lambda: cudaq.sample(cudaq_loops.interferometer, *arguments, shots_count=workload["shots"])

    def result(self):
        return np.array([[int(c) for c in outcome] for outcome, n in self.last.items() for _ in range(n)])


PEERS = {"thewalrus": Walrus, "piquasso": Piquasso, "perceval": Perceval, "merlin": Merlin, "orca-photonics": CudaQ}


def answer(peer, request):
    match request["do"]:
        case "describe":
            return {"version": peer.version(), "settings": peer.settings}
        case "prepare":
            peer.prepare(request["workload"], request["setting"])
            return {"items": peer.items} if peer.items else {}
        case "run":
            return {"seconds": peer.run()}
        case "result":
            numbers = np.asarray(peer.result()).astype("<f8").ravel()
            numbers.tofile(request["file"])
            return {"numbers": len(numbers)}
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
