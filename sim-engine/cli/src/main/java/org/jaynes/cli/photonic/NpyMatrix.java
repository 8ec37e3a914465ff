package org.jaynes.cli.photonic;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jaynes.cli.InputException;
import org.jaynes.photonics.ComplexMatrix;
import org.jaynes.photonics.ExperimentException;

/** Reads a matrix of numbers from a file in NumPy's format, versions 1 to 3. */
final class NpyMatrix {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([<>|=]?)([a-z])(\\d+)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\((\\d+),\\s*(\\d+),?\\s*\\)");

    private final Path file;
    private final ByteBuffer bytes;

    private NpyMatrix(Path file, ByteBuffer bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /** Reads a matrix of whole, real or complex numbers. */
    static ComplexMatrix read(Path file) throws IOException {
        return new NpyMatrix(file, ByteBuffer.wrap(Files.readAllBytes(file))).matrix();
    }

    private ComplexMatrix matrix() {
        String header = header();
        Matcher type = find(TYPE, header, "an array of numbers");
        boolean fortran = find(ORDER, header, "fortran_order").group(1).equals("True");
        Matcher shape = find(SHAPE, header, "a matrix, that is an array of two dimensions");
        bytes.order(type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        char kind = type.group(2).charAt(0);
        int size = Integer.parseInt(type.group(3));
        long rows = Long.parseLong(shape.group(1));
        long columns = Long.parseLong(shape.group(2));
        if ("biufc".indexOf(kind) < 0 || bytes.remaining() < Math.multiplyExact(rows * columns, size)) {
            throw new InputException(
                    file,
                    "has %d bytes of data of type %s%d for %d x %d numbers; expected all of them"
                            .formatted(bytes.remaining(), kind, size, rows, columns));
        }
        double[] re = new double[(int) (rows * columns)];
        double[] im = new double[re.length];
        for (int k = 0; k < re.length; k++) {
            int i = fortran ? (int) ((k % rows) * columns + k / rows) : k;
            re[i] = number(kind, kind == 'c' ? size / 2 : size);
            im[i] = kind == 'c' ? number(kind, size / 2) : 0;
        }
        try {
            return ComplexMatrix.of((int) rows, (int) columns, re, im);
        } catch (ExperimentException e) {
            throw new InputException(file, String.valueOf(e.getMessage()));
        }
    }

    private String header() {
        byte[] magic = new byte[MAGIC.length];
        if (bytes.remaining() < 12) {
            throw new InputException(file, "is no file of NumPy (.npy): it has %d bytes".formatted(bytes.remaining()));
        }
        bytes.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new InputException(file, "is no file of NumPy (.npy)");
        }
        int version = bytes.get();
        bytes.get();
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        long length = version == 1 ? bytes.getShort() & 0xFFFF : bytes.getInt() & 0xFFFFFFFFL;
        if (length > bytes.remaining()) {
            throw new InputException(file, "ends within the header of the NumPy format");
        }
        byte[] header = new byte[(int) length];
        bytes.get(header);
        return new String(header, StandardCharsets.UTF_8);
    }

    private Matcher find(Pattern pattern, String header, String expected) {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new InputException(file, "holds %s; expected %s".formatted(header.strip(), expected));
        }
        return matcher;
    }

    private double number(char kind, int size) {
        return switch (kind + "" + size) {
            case "c4", "f4" -> bytes.getFloat();
            case "c8", "f8" -> bytes.getDouble();
            case "b1", "i1" -> bytes.get();
            case "u1" -> bytes.get() & 0xFF;
            case "i2" -> bytes.getShort();
            case "u2" -> bytes.getShort() & 0xFFFF;
            case "i4" -> bytes.getInt();
            case "u4" -> bytes.getInt() & 0xFFFFFFFFL;
            case "i8" -> bytes.getLong();
            default ->
                throw new InputException(
                        file,
                        "holds numbers of type %s%d; expected whole, real or complex numbers".formatted(kind, size));
        };
    }
}
