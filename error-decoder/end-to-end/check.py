"""Runs collections and decoders of Jaynes beside sinter and pymatching, and says what differs.

check.py COMMAND...: COMMAND starts the command line of Jaynes.
"""

import math
import os
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pymatching
import sinter
import stim

ROOT = Path(__file__).resolve().parents[2]
COMMAND = sys.argv[1:]
# A false alarm in 500 million comparisons of two rates.
SIGMAS = 6


def jaynes(*arguments, **options):
    return subprocess.run([*COMMAND, "qec", *map(str, arguments)], check=True, **options)


def circuit(distance, noise):
    return stim.Circuit.generated(
        "surface_code:rotated_memory_z",
        distance=distance,
        rounds=distance,
        after_clifford_depolarization=noise,
        before_round_data_depolarization=noise,
        before_measure_flip_probability=noise,
        after_reset_flip_probability=noise,
    )


def documented_decoders(folder):
    """The module that docs/sinter.md tells to save, with a jaynes on the PATH."""
    text = (ROOT / "docs" / "sinter.md").read_text()
    (folder / "jaynes_sinter.py").write_text(re.search(r"```python\n(.*?)```", text, re.DOTALL).group(1))
    (folder / "jaynes").write_text(f'#!/bin/sh\nexec {shlex.join(COMMAND)} "$@"\n')
    (folder / "jaynes").chmod(0o755)
    os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ['PATH']}"
    sys.path.insert(0, str(folder))
    import jaynes_sinter

    return jaynes_sinter.decoders()


def assert_same_rate(a, b):
    together = (a.errors + b.errors) / (a.shots + b.shots)
    sigma = math.sqrt(together * (1 - together) * (1 / a.shots + 1 / b.shots))
    difference = a.errors / a.shots - b.errors / b.shots
    assert abs(difference) < SIGMAS * sigma, f"{difference / sigma:.1f} sigma between\n{a}\n{b}"


def counts(path):
    return {s.strong_id: (s.shots, s.errors) for s in sinter.read_stats_from_csv_files(path)}


def decoders_in_sinter(folder):
    """Sinter decodes and collects with the documented decoders, and Jaynes goes on with its file."""
    custom = documented_decoders(folder)
    file = folder / "d=3,p=0.01.stim"
    circuit(3, 0.01).to_file(file)
    source = stim.Circuit.from_file(file)
    events, flips = source.compile_detector_sampler(seed=1).sample(20_000, separate_observables=True, bit_packed=True)
    wrong = {}
    for name in ("pymatching", *custom):
        predictions = sinter.predict_observables_bit_packed(
            dem=source.detector_error_model(decompose_errors=True), dets_bit_packed=events, decoder=name,
            custom_decoders=custom)
        wrong[name] = np.any(predictions != flips, axis=1)
        # Of the shots that one has right and the other wrong, each is as often right.
        different = np.count_nonzero(wrong[name] != wrong["pymatching"])
        difference = int(np.count_nonzero(wrong[name])) - int(np.count_nonzero(wrong["pymatching"]))
        print(f"    {name}: {np.count_nonzero(wrong[name])} of 20000 wrong, {different} otherwise than pymatching")
        assert abs(difference) <= SIGMAS * math.sqrt(different), (name, difference, different)
    assert np.count_nonzero(wrong["mwpm"] != wrong["pymatching"]) < 200
    # Few shots: sinter makes its batches small where the start of a process takes long.
    task = sinter.Task(circuit=source, json_metadata=sinter.comma_separated_key_values(str(file)))
    [collected] = sinter.collect(num_workers=1, tasks=[task], decoders=["mwpm"], custom_decoders=custom, max_shots=20)
    saved = folder / "sinter.csv"
    saved.write_text(f"{sinter.CSV_HEADER}\n{collected.to_csv_line()}\n")
    jaynes("collect", "--circuits", file, "--decoders", "mwpm", "--max_shots", collected.shots + 1000, "--quiet",
           "--save_resume_filepath", saved)
    [total] = sinter.read_stats_from_csv_files(saved)
    assert total.shots == collected.shots + 1000, total
    assert total.strong_id == collected.strong_id


def collections(folder):
    """Tasks have sinter's identities, rates are those of sinter's collections."""
    paths = []
    for distance in (3, 5):
        paths.append(folder / f"d={distance},p=0.008.stim")
        circuit(distance, 0.008).to_file(paths[-1])
    saved = folder / "jaynes.csv"
    jaynes("collect", "--circuits", *paths, "--decoders", "mwpm", "--max_shots", 100_000, "--seed", 1, "--quiet",
           "--save_resume_filepath", saved)
    rows = {s.strong_id: s for s in sinter.read_stats_from_csv_files(saved)}
    tasks = [sinter.Task(circuit=stim.Circuit.from_file(path), json_metadata=sinter.comma_separated_key_values(str(path)),
                         decoder="pymatching") for path in paths]
    for peer in sinter.collect(num_workers=1, tasks=tasks, max_shots=100_000):
        [task] = [t for t in tasks if t.json_metadata == peer.json_metadata]
        model = task.circuit.detector_error_model(decompose_errors=True, approximate_disjoint_errors=True)
        identity = sinter.Task(circuit=task.circuit, decoder="mwpm", detector_error_model=model,
                               json_metadata=task.json_metadata).strong_id()
        assert_same_rate(rows[identity], peer)
    jaynes("plot", "--in", saved, "--out", folder / "rates.svg")
    subprocess.run([Path(sys.executable).parent / "sinter", "combine", saved], check=True, stdout=subprocess.DEVNULL)


def interruptions(folder):
    """What was interrupted, or killed, goes on where it ended, and the seed's counts come out."""
    options = ["collect", "--code", "surface_code", "--task", "rotated_memory_x", "--distances", "7", "--noise",
               "0.006,0.007", "--decoders", "mwpm", "--seed", "9", "--quiet", "--save_resume_filepath"]
    shots = 64 * 4000
    whole = folder / "whole.csv"
    jaynes(*options, whole, "--max_shots", shots)
    for how, name in ((signal.SIGINT, "interrupted"), (signal.SIGTERM, "ended"), (signal.SIGKILL, "killed")):
        part = folder / f"{name}.csv"
        process = subprocess.Popen(
            [*COMMAND, "qec", *options, str(part), "--max_shots", str(1000 * shots)], stderr=subprocess.PIPE, text=True)
        while not part.exists() or part.read_text().count("\n") < 2:
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.05)
        process.send_signal(how)
        said = process.communicate()[1]
        assert process.returncode != 0
        assert how == signal.SIGKILL or "all counts are in" in said, said
        [(taken, _)] = counts(part).values()
        assert taken > 0 and taken % 64 == 0, taken
        jaynes(*options, part, "--max_shots", max(shots, taken))
        if taken <= shots:
            assert counts(part) == counts(whole), (name, counts(part), counts(whole))
        else:
            print(f"    {name} only after {taken} shots: counts of {shots} not compared")


def weights(folder):
    """Total weights are those of pymatching on 100 000 shots; predictions too but for ties."""
    for distance, shots in ((3, 40_000), (5, 30_000), (7, 15_000), (9, 8_000), (11, 4_500), (13, 2_500)):
        source = circuit(distance, 0.005)
        model = source.detector_error_model(decompose_errors=True)
        events, flips = source.compile_detector_sampler(seed=distance).sample(
            shots, separate_observables=True, bit_packed=True)
        model.to_file(folder / "model.dem")
        events.tofile(folder / "events.b8")
        jaynes("predict", "--dem", folder / "model.dem", "--in", folder / "events.b8", "--out", folder / "predictions.b8",
               "--out_format", "b8", "--weights_out", folder / "weights")
        ours = np.loadtxt(folder / "weights")
        predictions = np.fromfile(folder / "predictions.b8", np.uint8)
        expected, theirs = pymatching.Matching.from_detector_error_model(model).decode_batch(
            events, bit_packed_shots=True, bit_packed_predictions=True, return_weights=True)
        worst = np.max(np.abs(ours - theirs) / np.maximum(1, theirs))
        different = np.count_nonzero(predictions != expected[:, 0])
        mistakes = [int(np.count_nonzero(p != flips[:, 0])) for p in (predictions, expected[:, 0])]
        print(f"    d={distance}: weights differ by {worst:.1e} at most, {different} of {shots} predictions, mistakes {mistakes}")
        assert len(ours) == shots and worst < 1e-9, worst
        assert different <= 0.01 * shots, different


def main():
    failed = []
    for check in (decoders_in_sinter, collections, interruptions, weights):
        start = time.monotonic()
        with tempfile.TemporaryDirectory() as name:
            try:
                check(Path(name))
                print(f"passed: {check.__name__}, {time.monotonic() - start:.0f} s")
            except Exception as e:
                failed.append(check.__name__)
                print(f"FAILED: {check.__name__}: {type(e).__name__}: {e}")
    sys.exit(1 if failed else 0)


# Workers of sinter import this file.
if __name__ == "__main__":
    main()
