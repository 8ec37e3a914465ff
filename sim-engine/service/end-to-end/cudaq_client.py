"""What a user of CUDA-Q does with the target orca. Every function runs in a process of its own: the client keeps the
target, and sample() holds Python's interpreter lock while it waits."""

import json
import math

import cudaq

# Loops of odd and even length with phases: the case that tells the conventions of beam splitters apart. The
# probabilities are exact to five digits, by direct permutation sums.
INPUT, LOOPS = [1, 0, 1], [1, 2]
BS, PS = [0.7, 1.1, 0.5], [0.9, 0.4, 2.1]
EXACT = {"002": 0.05027, "011": 0.08232, "020": 0.13564, "101": 0.13423, "110": 0.52604, "200": 0.07150}

# The example of CUDA-Q's documentation.
EIGHT_MODES = dict(input_state=[1, 0] * 4, loop_lengths=[1, 1], bs_angles=[math.pi / 8 + 0.05 * i for i in range(14)])


def counts(result):
    return {outcome: count for outcome, count in result.items()}


def distribution(url):
    cudaq.set_target("orca", url=url)
    shots = 100_000
    seen = counts(cudaq.orca.sample(INPUT, LOOPS, BS, PS, shots))
    assert set(seen) == set(EXACT), seen
    for outcome, probability in EXACT.items():
        # Six standard deviations: a false alarm once in 10^8 runs.
        bound = 6 * math.sqrt(probability * (1 - probability) / shots) + 1e-5
        assert abs(seen[outcome] / shots - probability) < bound, (outcome, seen)
    without_phases = counts(cudaq.orca.sample(*EIGHT_MODES.values()))
    assert sum(without_phases.values()) == 10_000, without_phases
    assert all(len(outcome) == 8 and sum(map(int, outcome)) == 4 for outcome in without_phases)


def futures(url):
    cudaq.set_target("orca", url=url)
    started = [cudaq.orca.sample_async(INPUT, LOOPS, BS, PS, 100 + i) for i in range(20)]
    for i in reversed(range(20)):
        first = counts(started[i].get())
        assert sum(first.values()) == 100 + i, first
        assert counts(started[i].get()) == first, "a result changes when it is read again"


def two_devices(urls):
    cudaq.set_target("orca", url=urls)
    assert cudaq.get_target().num_qpus() == 2
    started = [cudaq.orca.sample_async(INPUT, LOOPS, BS, 50, qpu_id=i % 2) for i in range(5)]
    assert all(sum(counts(future.get()).values()) == 50 for future in started)


def refused(part, *arguments):
    try:
        cudaq.orca.sample(*arguments)
    except RuntimeError as error:
        assert part in str(error), error
    else:
        raise AssertionError("expected an error with: " + part)


def errors(url):
    cudaq.set_target("orca", url=url)
    refused("bs_angles: expected 3 values for 3 modes and loops [1, 2], got 2", INPUT, LOOPS, BS[:2])
    refused("ps_angles: expected 3 values", INPUT, LOOPS, BS, PS[:2])
    refused("bs_angles[0]: expected a finite number", INPUT, LOOPS, [math.nan, 1.1, 0.5])
    refused("bs_angles[1]: expected a finite number", INPUT, LOOPS, [0.7, math.inf, 0.5])
    refused("n_samples: expected 1 to 1000000, got 0", INPUT, LOOPS, BS, 0)
    refused("n_samples: expected 1 to 1000000, got -5", INPUT, LOOPS, BS, -5)
    refused("loop_lengths[1]: expected 1 to 3", INPUT, [1, 7], BS)
    refused("input_state: more than 40 photons", [50, 0, 0], LOOPS, BS)
    future = json.loads(str(cudaq.orca.sample_async(INPUT, LOOPS, BS, 5)))
    job = future["jobs"][0][0]
    unknown = json.dumps(future).replace(job, "no-such-job")
    try:
        cudaq.AsyncSampleResult(unknown).get()
    except RuntimeError as error:
        assert "unknown job no-such-job" in str(error), error
    else:
        raise AssertionError("an unknown job has a result")
    one_sample(url)


def one_sample(url):
    cudaq.set_target("orca", url=url)
    assert sum(counts(cudaq.orca.sample(INPUT, LOOPS, BS, 7)).values()) == 7


def refused_without_token(url):
    cudaq.set_target("orca", url=url)
    refused("status code 401", INPUT, LOOPS, BS, 7)


def submit_only(url):
    """Prints a future a line; nobody waits for them here."""
    cudaq.set_target("orca", url=url)
    for i in range(10):
        future = cudaq.orca.sample_async(*EIGHT_MODES.values(), 400_000 + i)
        print(json.dumps(json.loads(str(future))), flush=True)


def read_futures(lines):
    for i, line in enumerate(lines.splitlines()):
        results = [counts(cudaq.AsyncSampleResult(line).get()) for _ in range(2)]
        assert sum(results[0].values()) == 400_000 + i, results
        assert results[0] == results[1], "a result changes when it is read again"


def waits_for_a_long_job(url):
    cudaq.set_target("orca", url=url)
    # Twenty photons: many minutes of work, which the service's option --max-seconds allows here.
    large = [1, 0] * 20
    future = cudaq.orca.sample_async(large, [1, 3, 9], [0.7] * (3 * 40 - 13), 1_000_000)
    print("submitted", flush=True)
    try:
        future.get()
    except RuntimeError as error:
        assert "HTTP GET Error" in str(error), error
    else:
        raise AssertionError("the job should not have ended")


def many_futures(url):
    cudaq.set_target("orca", url=url)
    started = [cudaq.orca.sample_async(*EIGHT_MODES.values(), 1_000 + i) for i in range(50)]
    for i, future in enumerate(started):
        assert sum(counts(future.get()).values()) == 1_000 + i
