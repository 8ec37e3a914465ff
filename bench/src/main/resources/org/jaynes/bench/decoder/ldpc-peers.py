"""Decodes shots with ldpc and relay-bp, one call for each: a request per line of standard input, an answer per line.

Requests and answers are JSON objects:
    {"do": "describe"}                                      -> {"versions": {...}}
    {"do": "open", "stem": S}                               -> {"detectors": n, "errors": n}     reads S.dem, S.dets.b8
    {"do": "decode", "decoder": D, "first": n, "count": n, "clock": C} -> {"microseconds": [...], "observables": [...]}
The clock is "WALL" or "CPU". Observables are -1 for a shot that is not solved. An answer to a request that failed is {"error": text}.

All decoders use 30 iterations of min-sum with scaling 0.9 (parallel schedule), Relay 80 + 60 x 60 iterations with gamma 0.1
and an interval of -0.24 to 0.66, in single precision.
"""
import importlib.metadata
import json
import os
import sys
import time

# A library may print; answers go where standard output was.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

import ldpc
import numpy as np
import relay_bp
from ldpc.bplsd_decoder import BpLsdDecoder
from scipy.sparse import csr_matrix


class Problem:
    def __init__(self, stem):
        detectors, observables, probabilities = [], [], []
        for line in open(stem + ".dem"):
            if line.startswith("error("):
                head, _, targets = line.partition(") ")
                numbers = lambda letter: [int(t[1:]) for t in targets.split() if t[0] == letter]
                if numbers("D"):
                    detectors.append(numbers("D"))
                    observables.append(numbers("L"))
                    probabilities.append(float(head[6:]))
        self.probabilities = np.array(probabilities)
        self.checks = matrix(detectors)
        self.observables = matrix(observables)
        rows = self.checks.shape[0]
        packed = np.fromfile(stem + ".dets.b8", np.uint8).reshape(-1, (rows + 7) // 8)
        self.shots = np.unpackbits(packed, axis=1, bitorder="little")[:, :rows]


def matrix(rows_of_columns):
    rows = np.array([r for column in rows_of_columns for r in column], dtype=int)
    columns = np.repeat(np.arange(len(rows_of_columns)), [len(column) for column in rows_of_columns])
    return csr_matrix((np.ones(len(rows), np.uint8), (rows, columns)), shape=(rows.max() + 1, len(rows_of_columns)))


def make(problem, name):
    """A function from a shot to its errors and whether it is solved."""
    words = name.split()
    checks, probabilities = problem.checks, problem.probabilities
    if words[0] == "relay-bp" and words[1] == "iterations":
        # A syndrome that no iteration reaches.
        propagation = relay_bp.MinSumBPDecoderF32(checks, error_priors=probabilities, max_iter=int(words[2]), alpha=0.9)
        return lambda shot: (propagation.decode(shot), True)
    if words[0] == "relay-bp":
        relay = relay_bp.RelayDecoderF32(
            checks, error_priors=probabilities, gamma0=0.1, pre_iter=80, num_sets=60, set_max_iter=60,
            gamma_dist_interval=(-0.24, 0.66), stop_nconv=int(words[1]))

        def decode(shot):
            result = relay.decode_detailed(shot)
            return np.asarray(result.decoding), result.success

        return decode
    iterations = int(words[2]) if words[1] == "iterations" else 30
    settings = dict(error_channel=list(probabilities), max_iter=iterations, bp_method="minimum_sum",
                    ms_scaling_factor=0.9)
    if words[1] in ("bp", "iterations"):
        decoder = ldpc.BpDecoder(checks, **settings)
        return lambda shot: (decoder.decode(shot), decoder.converge)
    if words[1] == "osd0":
        decoder = ldpc.BpOsdDecoder(checks, osd_method="osd_0", **settings)
    elif words[1] == "osd-cs10":
        decoder = ldpc.BpOsdDecoder(checks, osd_method="osd_cs", osd_order=10, **settings)
    elif words[1] == "lsd0":
        decoder = BpLsdDecoder(checks, lsd_method="LSD_0", lsd_order=0, **settings)
    else:
        raise ValueError(f"unknown decoder {name}")
    return lambda shot: (decoder.decode(shot), True)


def run(problem, decode, first, count, now):
    microseconds, observables = [], []
    for shot in problem.shots[first : first + count]:
        start = now()
        errors, solved = decode(shot)
        microseconds.append(1e6 * (now() - start))
        flips = problem.observables @ errors % 2
        observables.append(sum(int(flip) << k for k, flip in enumerate(flips)) if solved else -1)
    return {"microseconds": microseconds, "observables": observables}


problem, decoders = None, {}
for line in sys.stdin:
    request = json.loads(line)
    try:
        if request["do"] == "describe":
            answer = {"versions": {name: importlib.metadata.version(name) for name in ("ldpc", "relay-bp", "numpy")}}
        elif request["do"] == "open":
            problem, decoders = Problem(request["stem"]), {}
            answer = {"detectors": problem.checks.shape[0], "errors": problem.checks.shape[1]}
        else:
            name = request["decoder"]
            if name not in decoders:
                decoders[name] = make(problem, name)
            now = time.thread_time if request["clock"] == "CPU" else time.perf_counter
            answer = run(problem, decoders[name], request["first"], request["count"], now)
    except Exception as e:
        answer = {"error": f"{type(e).__name__}: {e}"}
    print(json.dumps(answer), file=answers, flush=True)
