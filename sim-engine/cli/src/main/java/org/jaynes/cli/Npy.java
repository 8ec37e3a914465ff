package org.jaynes.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The head of a NumPy file, version 1.0; the elements follow it, row after row, little-endian. Source: NumPy
 * Enhancement Proposal 1.
 */
final class Npy {
    /** Elements of amplitudes in single precision. */
    static final String COMPLEX64 = "<c8";

    /** Elements of amplitudes in double precision. */
    static final String COMPLEX128 = "<c16";

    /** Elements of bits, a byte each. */
    static final String BOOLEAN = "|b1";

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int ALIGNMENT = 64;

    private Npy() {}

    /**
     * Writes the head.
     *
     * @param elementType one of the constants of this class
     * @param shape length of each axis
     */
    static void writeHead(OutputStream target, String elementType, long... shape) throws IOException {
        String axes = Arrays.stream(shape).mapToObj(n -> n + ",").collect(Collectors.joining(" "));
        String text = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(elementType, axes);
        int unpadded = MAGIC.length + Short.BYTES + text.length() + 1;
        text += " ".repeat(Math.floorMod(-unpadded, ALIGNMENT)) + "\n";
        target.write(MAGIC);
        target.write(text.length() & 0xff);
        target.write(text.length() >>> 8);
        target.write(text.getBytes(ISO_8859_1));
    }
}
