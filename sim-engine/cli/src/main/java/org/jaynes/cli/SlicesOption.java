package org.jaynes.cli;

import org.jaynes.statevector.SimulatorOptions;
import picocli.CommandLine.Option;

/** {@code --slices} of the commands that plan circuits. */
final class SlicesOption {
    @Option(
            names = "--slices",
            paramLabel = "N",
            description = {
                "Cut each state into N parts, a power of two (default: 1), for states larger than one device. They are spread",
                "over the GPUs (auto and cuda: all, cuda:0: that one), and over the host where these have no room."
            })
    private int number = 1;

    /**
     * The options, with slices if they are asked for.
     *
     * @throws InputException if there cannot be so many
     */
    SimulatorOptions in(SimulatorOptions options) {
        try {
            return options.withSlices(number);
        } catch (IllegalArgumentException e) {
            throw new InputException("--slices: " + Failure.message(e));
        }
    }
}
