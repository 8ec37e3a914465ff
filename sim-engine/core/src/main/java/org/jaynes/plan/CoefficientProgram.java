package org.jaynes.plan;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jaynes.circuit.Expression;

/** Computes the coefficients of a plan from the values of its angles. */
final class CoefficientProgram {
    List<Expression> angles() {
        return List.of();
    }

    long coefficientCount() {
        return 0;
    }

    @SuppressWarnings("DoNotCallSuggester")
    Coefficients bind(Plan plan, List<? extends ToDoubleFunction<Expression>> rows) {
        throw new UnsupportedOperationException("binding follows");
    }
}
