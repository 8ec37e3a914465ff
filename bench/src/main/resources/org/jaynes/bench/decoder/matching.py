"""Decodes shots with another matching decoder: a request per line of standard input, an answer per line of output.

    python matching.py PEER

Requests and answers are JSON objects:
    {"do": "describe"}                                         -> {"version": ...}
    {"do": "prepare", "dem": F, "shots": F.b8, "count": n}     -> {}
    {"do": "run"}                  -> {"seconds": s}           processor time of this thread for all shots
    {"do": "single"}               -> {"nanoseconds": [...]}   of each shot in a call of its own
    {"do": "results", "weights": F, "predictions": F}          writes float64 and uint8 per shot; no weights: NaN
An answer to a request that failed is {"error": text}.
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
import pymatching
import stim


class PyMatching:
    """Whole batches in one call."""

    package = "pymatching"
    correlated = False

    def prepare(self, model, packed):
        options = {"enable_correlations": True} if self.correlated else {}
        self.options = options
        self.matching = pymatching.Matching.from_detector_error_model(model, **options)
        self.packed = packed
        self.unpacked = np.unpackbits(packed, axis=1, bitorder="little", count=model.num_detectors)

    def run(self):
        self.predictions, self.weights = self.matching.decode_batch(
            self.packed, return_weights=True, bit_packed_shots=True, bit_packed_predictions=True, **self.options
        )

    def single(self, shot):
        self.matching.decode(self.unpacked[shot], **self.options)


class CorrelatedPyMatching(PyMatching):
    correlated = True


class OneByOne:
    """Peers that take one shot per call."""

    def prepare(self, model, packed):
        graph = pymatching.Matching.from_detector_error_model(model)
        self.detectors = model.num_detectors
        self.edges = []
        for a, b, data in graph.edges():
            observables = sum(1 << k for k in data["fault_ids"])
            self.edges.append((a, self.detectors if b is None else b, data["weight"], observables))
        self.shots = np.unpackbits(packed, axis=1, bitorder="little", count=self.detectors)
        self.predictions = np.zeros((len(packed), 1), np.uint8)
        self.weights = np.full(len(packed), np.nan)
        self.build()

    def run(self):
        for shot in range(len(self.shots)):
            self.single(shot)

    def store(self, shot, chosen):
        flipped = 0
        for edge in chosen:
            flipped ^= self.edges[edge][3]
        self.predictions[shot, 0] = flipped


class FusionBlossom(OneByOne):
    package = "fusion-blossom"

    def build(self):
        import fusion_blossom

        self.fusion = fusion_blossom
        greatest = max(weight for _, _, weight, _ in self.edges)
        # Even weights; 2^14 steps are what its documentation uses.
        edges = [(a, b, 2 * round(weight / greatest * (1 << 14))) for a, b, weight, _ in self.edges]
        initializer = fusion_blossom.SolverInitializer(self.detectors + 1, edges, [self.detectors])
        self.solver = fusion_blossom.SolverSerial(initializer)
        self.events = [np.flatnonzero(shot).tolist() for shot in self.shots]

    def single(self, shot):
        self.solver.solve(self.fusion.SyndromePattern(self.events[shot]))
        chosen = self.solver.subgraph()
        self.solver.clear()
        self.store(shot, chosen)


class LdpcUnionFind(OneByOne):
    package = "ldpc"

    def build(self):
        import ldpc
        import scipy.sparse

        rows, columns = [], []
        for column, (a, b, _, _) in enumerate(self.edges):
            for row in (a, b):
                if row < self.detectors:
                    rows.append(row)
                    columns.append(column)
        matrix = scipy.sparse.csr_matrix(
            (np.ones(len(rows), np.uint8), (rows, columns)), shape=(self.detectors, len(self.edges))
        )
        self.decoder = ldpc.UnionFindDecoder(matrix, uf_method="peeling")

    def single(self, shot):
        self.store(shot, np.flatnonzero(self.decoder.decode(self.shots[shot])))


PEERS = {
    "pymatching": PyMatching,
    "pymatching-correlated": CorrelatedPyMatching,
    "fusion-blossom": FusionBlossom,
    "ldpc-union-find": LdpcUnionFind,
}


def answer(peer, request):
    match request["do"]:
        case "describe":
            return {"version": f"{peer.package} {importlib.metadata.version(peer.package)}"}
        case "prepare":
            model = stim.DetectorErrorModel.from_file(request["dem"])
            width = (model.num_detectors + 7) // 8
            packed = np.fromfile(request["shots"], np.uint8).reshape(-1, width)[: request["count"]]
            peer.prepare(model, packed)
            return {}
        case "run":
            start = time.thread_time()
            peer.run()
            return {"seconds": time.thread_time() - start}
        case "single":
            times = []
            for shot in range(len(peer.predictions)):
                start = time.perf_counter_ns()
                peer.single(shot)
                times.append(time.perf_counter_ns() - start)
            return {"nanoseconds": times}
        case "results":
            np.asarray(peer.weights, np.float64).tofile(request["weights"])
            np.asarray(peer.predictions[:, 0], np.uint8).tofile(request["predictions"])
            return {}
        case other:
            raise ValueError(f"unknown request {other}")


peer = PEERS[sys.argv[1]]()
for line in sys.stdin:
    try:
        reply = answer(peer, json.loads(line))
    except Exception as failure:
        reply = {"error": f"{type(failure).__name__}: {failure}"}
    print(json.dumps(reply), file=answers, flush=True)
