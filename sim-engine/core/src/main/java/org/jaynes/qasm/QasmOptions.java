package org.jaynes.qasm;

import java.util.Map;

/**
 * How a program is read.
 *
 * @param limits what the program may take
 * @param inputs values of the inputs that a program declares, by name: numbers, booleans, for bits strings of 0 and 1 (the last
 *     character being bit 0), for arrays lists or Java arrays of these in row-major order. Floats and angles without a
 *     value here become parameters of the circuit.
 */
public record QasmOptions(Limits limits, Map<String, ?> inputs) {
    /** @throws NullPointerException if an input has no value */
    public QasmOptions {
        inputs = Map.copyOf(inputs);
    }

    /** The standard limits, and no inputs. */
    public static QasmOptions standard() {
        return new QasmOptions(Limits.standard(), Map.of());
    }

    /** These options with other limits. */
    public QasmOptions withLimits(Limits limits) {
        return new QasmOptions(limits, inputs);
    }

    /** These options with values of inputs. */
    public QasmOptions withInputs(Map<String, ?> inputs) {
        return new QasmOptions(limits, inputs);
    }
}
