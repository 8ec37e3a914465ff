"""Does with stim what a test does with Jaynes: jobs.txt in the given folder has a line of tab-separated words per job.

    reference CIRCUIT OUT        the reference sample as a line of 0 and 1
    stim OUT ARGUMENT ...        the command stim, standard output to OUT; what stim refuses leaves the text REFUSED
"""

import os
import sys

import stim


def main() -> None:
    os.chdir(sys.argv[1])
    with open("jobs.txt", encoding="ascii") as jobs:
        for job in jobs:
            kind, *words = job.rstrip("\n").split("\t")
            if kind == "reference":
                circuit = stim.Circuit.from_file(words[0])
                bits = "".join("1" if bit else "0" for bit in circuit.reference_sample())
                with open(words[1], "w", encoding="ascii") as out:
                    out.write(bits + "\n")
            else:
                try:
                    code = stim.main(command_line_args=words[1:] + ["--out", words[0]])
                except (ValueError, IndexError) as refused:
                    code = refused
                if code != 0:
                    with open(words[0], "w", encoding="ascii") as out:
                        out.write("REFUSED\n")


main()
