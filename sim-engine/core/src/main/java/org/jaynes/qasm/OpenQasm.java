package org.jaynes.qasm;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jaynes.circuit.Circuit;
import org.jaynes.qasm.lowering.Lowering;
import org.jaynes.qasm.syntax.ProgramReader;
import org.jaynes.qasm.syntax.Sources;
import org.jspecify.annotations.Nullable;

/**
 * OpenQASM 2 and 3, read and written.
 *
 * <pre>{@code
 * Circuit bell = OpenQasm.parse("bell", """
 *         OPENQASM 3.0;
 *         include "stdgates.inc";
 *         qubit[2] q;
 *         bit[2] c;
 *         h q[0];
 *         cx q[0], q[1];
 *         c = measure q;
 *         """);
 * }</pre>
 *
 * <p>The first statement decides the version; without one it is 3. The libraries qelib1.inc and stdgates.inc are built in,
 * other includes are read from beside the file. Qubits, bits and gates get numbers in order of declaration; registers keep
 * their names; qubit 0 of a register is its first.
 *
 * <p>Everything that is known before the run is computed here: constants, classical variables, loops, definitions,
 * subroutines. What depends on a measurement becomes classical variables, branches and loops of the circuit. {@code input}
 * floats and angles become parameters of the circuit.
 *
 * <p>Statements that are never reached are looked through for names that are not declared and for wrong numbers of operands;
 * their values and types are not looked at.
 *
 * <p>Not supported, and refused by name: calibrations ({@code cal}, {@code defcal}, {@code defcalgrammar}), {@code extern},
 * {@code box}, {@code durationof}; arrays and complex numbers whose values depend on a measurement. {@code delay},
 * annotations and pragmas have no effect.
 */
public final class OpenQasm {
    private OpenQasm() {}

    /**
     * Reads a file.
     *
     * @throws QasmException if it is no program that can be simulated
     * @throws IOException if the file cannot be read
     */
    public static Circuit parse(Path file) throws IOException {
        return parse(file, QasmOptions.standard());
    }

    /**
     * Reads a file.
     *
     * @throws QasmException if it is no program that can be simulated
     * @throws IOException if the file cannot be read
     */
    public static Circuit parse(Path file, QasmOptions options) throws IOException {
        return parse(file.toString(), read(file, options.limits()), file, options);
    }

    /**
     * Reads a text.
     *
     * @param name what messages call it
     * @throws QasmException if it is no program that can be simulated
     */
    public static Circuit parse(String name, String text) {
        return parse(name, text, QasmOptions.standard());
    }

    /**
     * Reads a text.
     *
     * @param name what messages call it
     * @throws QasmException if it is no program that can be simulated
     */
    public static Circuit parse(String name, String text, QasmOptions options) {
        return parse(name, text.toCharArray(), null, options);
    }

    private static Circuit parse(String name, char[] text, @Nullable Path file, QasmOptions options) {
        var sources = new Sources(options.limits());
        var program = new ProgramReader(name, text, file, sources, options.limits());
        return Lowering.lower(program, sources, options.limits(), options.inputs());
    }

    /**
     * Reads a text for its grammar only: names need not be declared, and constructs that cannot be simulated are allowed.
     *
     * @param name what messages call it
     * @throws QasmException if the text is not OpenQASM
     */
    public static void checkSyntax(String name, String text) {
        Limits limits = Limits.standard();
        var program = new ProgramReader(name, text.toCharArray(), null, new Sources(limits), limits);
        var statement = program.next();
        while (statement != null) {
            statement = program.next();
        }
    }

    /**
     * Writes a circuit as a program of OpenQASM 3. Reading it again gives a circuit of the same effect: registers keep their
     * names unless these are keywords or taken, parameters become {@code input float}, registers of intermediate values become
     * registers like all others, and gates that stdgates.inc lacks are defined at the start.
     */
    public static String write(Circuit circuit) {
        return new OpenQasm3Writer(circuit).write();
    }

    private static char[] read(Path file, Limits limits) throws IOException {
        String name = file.toString();
        if (Files.size(file) > limits.characters()) {
            throw QasmException.invalid(
                    name, 1, 1, "the file is larger than the limit of " + limits.characters() + " characters", null);
        }
        try {
            return Sources.decode(Files.readAllBytes(file));
        } catch (CharacterCodingException e) {
            throw QasmException.invalid(name, 1, 1, "this is not UTF-8 text", null);
        }
    }
}
