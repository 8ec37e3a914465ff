"""A time-bin interferometer as a kernel of CUDA-Q, which reads the source of this file."""
import cudaq

cudaq.set_target("orca-photonics")


@cudaq.kernel
def interferometer(bs_angles: list[float], ps_angles: list[float], photons: list[int], loop_lengths: list[int]):
    modes = len(photons)
    levels = sum(photons) + 1
    bins = [qudit(levels) for _ in range(modes)]
    for mode in range(modes):
        for _ in range(photons[mode]):
            create(bins[mode])
    splitter = 0
    for length in loop_lengths:
        for mode in range(modes - length):
            beam_splitter(bins[mode], bins[mode + length], bs_angles[splitter])
            phase_shift(bins[mode], ps_angles[splitter])
            splitter += 1
    mz(bins)
