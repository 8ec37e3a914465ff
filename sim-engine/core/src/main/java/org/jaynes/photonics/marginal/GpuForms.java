package org.jaynes.photonics.marginal;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.jaynes.bindings.generated.photonics.JaynesGeneratingStepArguments;
import org.jaynes.bindings.generated.photonics.JaynesGeneratingValueArguments;
import org.jaynes.bindings.generated.photonics.JaynesPhotonics;
import org.jaynes.photonics.kernel.GpuKernels;
import org.jaynes.photonics.kernel.PackedArrays;

/**
 * Generating functions on a GPU: the forms of many sets of modes grow photon by photon side by side, and are then
 * evaluated at all points. Photons that may differ have a form for each point.
 */
final class GpuForms {
    private static final int THREADS = JaynesPhotonics.JAYNES_FOCK_THREADS();

    /** Device memory for the forms that are computed at once. */
    private static final long CHUNK_BYTES = 1L << 30;

    private final GpuKernels gpu;
    private final int variables;
    private final List<InputPhotons> inputs;
    private final RaisingTable table;
    private final boolean identical;
    /** Numbers of a form. */
    private final long entries;
    /** Coefficients (re, im) of all inputs of a form. */
    private final int factorCount;

    /**
     * @param variables modes of a set
     * @param inputs the photons of each input mode that has some; at least one
     */
    GpuForms(GpuKernels gpu, int variables, List<InputPhotons> inputs) {
        this.gpu = gpu;
        this.variables = variables;
        this.inputs = inputs;
        this.table = new RaisingTable(
                variables, inputs.stream().mapToInt(InputPhotons::photons).sum());
        this.identical = inputs.stream().allMatch(InputPhotons::areIdentical);
        long count = 0;
        for (int d = 0; d <= table.degree(); d++) {
            count += (long) table.count(d) * table.count(d);
        }
        this.entries = count;
        this.factorCount =
                inputs.stream().mapToInt(input -> 2 * (input.photons() + 1)).sum();
    }

    /** The values of sets at points: by set and point, (re, im). */
    double[][][] values(List<SetAmplitudes> sets, Weights points) {
        int formsOfSet = identical ? 1 : points.points();
        int forms = Math.multiplyExact(sets.size(), formsOfSet);
        int most = Math.clamp(CHUNK_BYTES / (vectors() * vectorBytes(1)), 1, forms);
        double[][][] values = new double[sets.size()][points.points()][];
        for (int first = 0; first < forms; first += most) {
            int count = Math.min(most, forms - first);
            double[] found = chunk(sets, points, first, count);
            int valuesOfForm = points.points() / formsOfSet;
            for (int i = 0; i < count * valuesOfForm; i++) {
                int at = first * valuesOfForm + i;
                values[at / points.points()][at % points.points()] = new double[] {found[2 * i], found[2 * i + 1]};
            }
        }
        return values;
    }

    /** The form and its product, and where several photons come into a mode two powers. */
    private int vectors() {
        return inputs.stream().anyMatch(input -> input.photons() > 1) ? 4 : 2;
    }

    private long vectorBytes(long forms) {
        return PackedArrays.size(2L * Double.BYTES * entries * forms);
    }

    private double[] chunk(List<SetAmplitudes> sets, Weights points, int first, int count) {
        try (Arena arena = Arena.ofConfined()) {
            double[][] arrays = new double[][] {
                amplitudes(sets, points, first, count),
                factors(sets, points, first, count),
                weights(points, first, count),
                factorials()
            };
            int[][] tables = new int[][] {numbers(), lowered(), exponents()};
            long bytes = Arrays.stream(arrays)
                            .mapToLong(a -> PackedArrays.size(8L * a.length))
                            .sum()
                    + Arrays.stream(tables)
                            .mapToLong(a -> PackedArrays.size(4L * a.length))
                            .sum();
            PackedArrays packed = new PackedArrays(arena, bytes);
            long[] at = Arrays.stream(arrays).mapToLong(packed::add).toArray();
            long[] tableAt = Arrays.stream(tables).mapToLong(packed::add).toArray();
            long valueCount = identical ? (long) count * points.points() : count;
            MemorySegment values = arena.allocate(ValueLayout.JAVA_DOUBLE, 2 * valueCount);
            long vectorsAt = PackedArrays.size(packed.segment().byteSize());
            long valuesAt = vectorsAt + vectors() * vectorBytes(count);
            String what = "the generating functions of %,d sets of %d modes".formatted(count, variables);
            return gpu.compute(valuesAt + values.byteSize(), what, work -> {
                work.upload(packed.segment(), 0);
                long form = grow(work, arena, at, tableAt, vectorsAt, count);
                MemorySegment a = JaynesGeneratingValueArguments.allocate(arena);
                JaynesGeneratingValueArguments.numbers(a, work.address() + tableAt[0]);
                JaynesGeneratingValueArguments.exponents(a, work.address() + tableAt[2]);
                JaynesGeneratingValueArguments.factorials(a, work.address() + at[3]);
                JaynesGeneratingValueArguments.form(a, form);
                JaynesGeneratingValueArguments.weights(a, work.address() + at[2]);
                JaynesGeneratingValueArguments.values(a, work.address() + valuesAt);
                JaynesGeneratingValueArguments.forms(a, count);
                JaynesGeneratingValueArguments.entries(a, entries);
                JaynesGeneratingValueArguments.weight_count(a, identical ? points.points() : 1);
                JaynesGeneratingValueArguments.form_weights(a, identical ? 0 : 1);
                JaynesGeneratingValueArguments.variables(a, variables);
                JaynesGeneratingValueArguments.degree(a, table.degree());
                launch(work, "jaynes_generating_value", JaynesGeneratingValueArguments.layout(), valueCount, a);
                work.download(valuesAt, values);
                return values.toArray(ValueLayout.JAVA_DOUBLE);
            });
        }
    }

    /** Queues all steps; returns the address of the forms. */
    private long grow(GpuKernels.Work work, Arena arena, long[] at, long[] tableAt, long vectorsAt, int forms) {
        long form = work.address() + vectorsAt;
        long product = form + vectorBytes(forms);
        long power = product + vectorBytes(forms);
        long nextPower = power + vectorBytes(forms);
        int degree = 0;
        long factorAt = work.address() + at[1];
        for (int j = 0; j < inputs.size(); j++) {
            int photons = inputs.get(j).photons();
            for (int t = 1; t <= photons; t++) {
                degree++;
                MemorySegment a = JaynesGeneratingStepArguments.allocate(arena);
                JaynesGeneratingStepArguments.numbers(a, work.address() + tableAt[0]);
                JaynesGeneratingStepArguments.lowered(a, work.address() + tableAt[1]);
                JaynesGeneratingStepArguments.amplitudes(a, work.address() + at[0] + 16L * variables * j);
                JaynesGeneratingStepArguments.factors(a, factorAt);
                JaynesGeneratingStepArguments.x(a, t == 1 ? form : power);
                JaynesGeneratingStepArguments.y(a, t == photons ? 0 : nextPower);
                JaynesGeneratingStepArguments.result(a, product);
                JaynesGeneratingStepArguments.forms(a, forms);
                JaynesGeneratingStepArguments.entries(a, entries);
                JaynesGeneratingStepArguments.amplitude_stride(a, 2L * variables * inputs.size());
                JaynesGeneratingStepArguments.factor_stride(a, factorCount);
                JaynesGeneratingStepArguments.variables(a, variables);
                JaynesGeneratingStepArguments.highest(a, degree);
                JaynesGeneratingStepArguments.power(a, t);
                launch(work, "jaynes_generating_step", JaynesGeneratingStepArguments.layout(), entries * forms, a);
                long swap = power;
                power = nextPower;
                nextPower = swap;
            }
            factorAt += 16L * (photons + 1);
            long swap = form;
            form = product;
            product = swap;
        }
        return form;
    }

    private static void launch(
            GpuKernels.Work work, String kernel, MemoryLayout layout, long items, MemorySegment arguments) {
        work.launch(kernel, layout, Math.ceilDiv(items, (long) THREADS), THREADS, 0, arguments);
    }

    private int set(Weights points, int form) {
        return identical ? form : form / points.points();
    }

    /** Amplitudes of each form: by input, then by mode, (re, im). */
    private double[] amplitudes(List<SetAmplitudes> sets, Weights points, int first, int count) {
        double[] all = new double[2 * variables * inputs.size() * count];
        int at = 0;
        for (int form = first; form < first + count; form++) {
            SetAmplitudes set = sets.get(set(points, form));
            for (int j = 0; j < inputs.size(); j++) {
                for (int i = 0; i < variables; i++) {
                    all[at++] = set.re()[j][i];
                    all[at++] = set.im()[j][i];
                }
            }
        }
        return all;
    }

    /** Coefficients of each form, by input. */
    private double[] factors(List<SetAmplitudes> sets, Weights points, int first, int count) {
        double[] all = new double[factorCount * count];
        int at = 0;
        for (int form = first; form < first + count; form++) {
            SetAmplitudes set = sets.get(set(points, form));
            int point = identical ? 0 : form % points.points();
            for (int j = 0; j < inputs.size(); j++) {
                double[] b = identical
                        ? new double[2]
                        : GeneratingFunction.single(set.re()[j], set.im()[j], points.re()[point], points.im()[point]);
                double[] coefficients = inputs.get(j).coefficients(b[0], b[1]);
                System.arraycopy(coefficients, 0, all, at, coefficients.length);
                at += coefficients.length;
            }
        }
        return all;
    }

    /** All points, or the point of each form. */
    private double[] weights(Weights points, int first, int count) {
        int rows = identical ? points.points() : count;
        double[] all = new double[2 * variables * rows];
        for (int row = 0; row < rows; row++) {
            int point = identical ? row : (first + row) % points.points();
            for (int i = 0; i < variables; i++) {
                all[2 * (row * variables + i)] = points.re()[point][i];
                all[2 * (row * variables + i) + 1] = points.im()[point][i];
            }
        }
        return all;
    }

    private int[] numbers() {
        int[] numbers = new int[table.degree() + 1];
        Arrays.setAll(numbers, table::count);
        return numbers;
    }

    private int monomials() {
        return Arrays.stream(numbers()).sum();
    }

    /** {@link RaisingTable#raised} the other way. */
    private int[] lowered() {
        int[] lowered = new int[monomials() * variables];
        Arrays.fill(lowered, -1);
        int first = 0;
        for (int d = 0; d < table.degree(); d++) {
            first += table.count(d);
            int[] raised = table.raised(d);
            for (int k = 0; k < raised.length; k++) {
                lowered[(first + raised[k]) * variables + k % variables] = k / variables;
            }
        }
        return lowered;
    }

    private int[] exponents() {
        int[] exponents = new int[monomials() * variables];
        int at = 0;
        for (int d = 0; d <= table.degree(); d++) {
            int[] monomial = table.basis(d).first();
            for (int u = 0; u < table.count(d); u++) {
                System.arraycopy(monomial, 0, exponents, at, variables);
                at += variables;
                table.basis(d).next(monomial);
            }
        }
        return exponents;
    }

    private double[] factorials() {
        double[] all = new double[monomials()];
        int at = 0;
        for (int d = 0; d <= table.degree(); d++) {
            double[] ofDegree = table.factorials(d);
            System.arraycopy(ofDegree, 0, all, at, ofDegree.length);
            at += ofDegree.length;
        }
        return all;
    }
}
