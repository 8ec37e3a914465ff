package org.jaynes.photonics.gradient;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jaynes.photonics.CircuitPropagation;
import org.jaynes.photonics.ExperimentException;
import org.jaynes.photonics.LinearCircuit;

/**
 * Numbers as a function of the angles of a circuit, with exact derivatives: a layer of a neural network. Immutable,
 * thread-safe. Rows of a batch are computed on all processors and do not influence each other.
 *
 * @param circuit what the photons pass
 * @param function what becomes of where they go
 */
public record PhotonicLayer(LinearCircuit circuit, OutputFunction function) {
    /** Numbers and their derivatives: of a weighted sum by every angle, or of every number along a direction. */
    public record Derivative(double[] values, double[] derivatives) {}

    /** @throws ExperimentException if the function asks for inputs that the circuit does not have */
    public PhotonicLayer {
        int modes = circuit.modes();
        if (Arrays.stream(function.inputs()).anyMatch(mode -> mode >= modes)) {
            throw new ExperimentException("the circuit has %d modes; the function asks for the inputs %s"
                    .formatted(modes, Arrays.toString(function.inputs())));
        }
    }

    private CircuitPropagation propagate(double[] angles) {
        return new CircuitPropagation(circuit, angles, function.inputs());
    }

    /** The numbers at these angles. */
    public double[] values(double[] angles) {
        return function.at(propagate(angles).outputs()).values();
    }

    /**
     * The vector-Jacobian product: derivatives of the sum of the numbers with weights, by every angle.
     *
     * @param cotangent a weight for each number
     */
    public Derivative pullback(double[] angles, double[] cotangent) {
        check("weights", cotangent.length, function.outputs());
        CircuitPropagation propagation = propagate(angles);
        OutputFunction.Evaluation evaluation = function.at(propagation.outputs());
        // Derivatives first: functions that need them for the values as well then compute nothing twice.
        double[] derivatives = propagation.pullback(evaluation.pullback(cotangent));
        return new Derivative(evaluation.values(), derivatives);
    }

    /**
     * The Jacobian-vector product: how every number changes when the angles change.
     *
     * @param tangent the change of each angle
     */
    public Derivative pushforward(double[] angles, double[] tangent) {
        check("changes", tangent.length, circuit.parameters());
        CircuitPropagation propagation = propagate(angles);
        OutputFunction.Evaluation evaluation = function.at(propagation.outputs());
        double[] derivatives = evaluation.pushforward(propagation.pushforward(tangent));
        return new Derivative(evaluation.values(), derivatives);
    }

    private static void check(String what, int found, int expected) {
        if (found != expected) {
            throw new ExperimentException("%d %s; expected %d".formatted(found, what, expected));
        }
    }

    /** The derivative of every number (row) by every angle (column). */
    public double[][] jacobian(double[] angles) {
        int rows = function.outputs();
        int columns = circuit.parameters();
        CircuitPropagation propagation = propagate(angles);
        OutputFunction.Evaluation evaluation = function.at(propagation.outputs());
        double[][] jacobian = new double[rows][columns];
        if (rows <= columns) {
            for (int row = 0; row < rows; row++) {
                double[] cotangent = new double[rows];
                cotangent[row] = 1;
                jacobian[row] = propagation.pullback(evaluation.pullback(cotangent));
            }
            return jacobian;
        }
        for (int column = 0; column < columns; column++) {
            double[] tangent = new double[columns];
            tangent[column] = 1;
            double[] changes = evaluation.pushforward(propagation.pushforward(tangent));
            for (int row = 0; row < rows; row++) {
                jacobian[row][column] = changes[row];
            }
        }
        return jacobian;
    }

    /** {@link #values} for every row of angles. */
    public double[][] valuesOfAll(double[][] angles) {
        return eachRow(angles.length, row -> values(angles[row]), double[][]::new);
    }

    /** {@link #pullback} for every row of angles, each with its weights. */
    public Derivative[] pullbackAll(double[][] angles, double[][] cotangents) {
        check("rows of weights", cotangents.length, angles.length);
        return eachRow(angles.length, row -> pullback(angles[row], cotangents[row]), Derivative[]::new);
    }

    /** {@link #pushforward} for every row of angles, each with its direction. */
    public Derivative[] pushforwardAll(double[][] angles, double[][] tangents) {
        check("rows of changes", tangents.length, angles.length);
        return eachRow(angles.length, row -> pushforward(angles[row], tangents[row]), Derivative[]::new);
    }

    private static <T> T[] eachRow(int rows, IntFunction<T> work, IntFunction<T[]> array) {
        return IntStream.range(0, rows).parallel().mapToObj(work).toArray(array);
    }
}
