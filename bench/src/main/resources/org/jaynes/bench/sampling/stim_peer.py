"""Does with stim what it is asked for: a JSON object per line on standard input, one for each on standard output.

    {"circuit": PATH}                  loads a circuit; answers with the numbers of its detectors and errors
    {"do": "detect", "shots": N}       samples the circuit
    {"do": "sample_dem", "shots": N}   samples its error model
    {"do": "analyze", "decompose": B}  finds the error model

Answers have "seconds" of the work alone, and what it found: "events" of all shots, or "errors" of the model.
"""

import json
import sys
import time

import stim

BATCH = 10240


def sample(sampler, shots):
    events = 0
    seconds = 0.0
    for first in range(0, shots, BATCH):
        count = min(BATCH, shots - first)
        start = time.perf_counter()
        rows = sampler(count)
        seconds += time.perf_counter() - start
        events += int(stim_popcount(rows))
    return {"seconds": seconds, "events": events}


def stim_popcount(rows):
    import numpy

    return numpy.bitwise_count(rows).sum(dtype=numpy.int64)


def main():
    circuit = model = detect = sample_dem = None
    for line in sys.stdin:
        request = json.loads(line)
        if "circuit" in request:
            circuit = stim.Circuit.from_file(request["circuit"])
            model = circuit.detector_error_model(decompose_errors=True, flatten_loops=True)
            detect = circuit.compile_detector_sampler()
            sample_dem = model.compile_sampler()
            answer = {"detectors": circuit.num_detectors, "errors": model.num_errors, "version": stim.__version__}
        elif request["do"] == "detect":
            answer = sample(lambda n: detect.sample(n, bit_packed=True), request["shots"])
        elif request["do"] == "sample_dem":
            answer = sample(lambda n: sample_dem.sample(n, bit_packed=True)[0], request["shots"])
        else:
            start = time.perf_counter()
            found = circuit.detector_error_model(decompose_errors=request["decompose"], flatten_loops=True)
            answer = {"seconds": time.perf_counter() - start, "errors": found.num_errors}
        print(json.dumps(answer), flush=True)


main()
