package org.jaynes.plan;

import org.jaynes.circuit.Environment;
import org.jaynes.circuit.Expression;
import org.jaynes.circuit.ParameterRows;

/**
 * Binds one batch of rows of parameters after the other in the same memory, which stays in the caches, and which the plan
 * keeps for the next binder. For one thread.
 */
public final class RowBinder implements AutoCloseable {
    private final ParameterRows rows;
    private final int batch;
    private final CoefficientProgram program;
    private final CoefficientProgram.Memory memory;
    private final Coefficients coefficients;
    /** Column of each angle that is a parameter by itself, -1 for other expressions. */
    private final int[] columns;

    private final CurrentRow current = new CurrentRow();
    private boolean closed;

    /**
     * Prepares the memory.
     *
     * @param batch rows that are bound at a time
     */
    public RowBinder(Plan plan, ParameterRows rows, int batch) {
        this.rows = rows;
        this.batch = batch;
        this.program = plan.program();
        this.memory = program.takeMemory(batch);
        this.coefficients = new Coefficients(plan, batch, memory.values().asReadOnly());
        this.columns = new int[program.angleCount()];
        for (int a = 0; a < columns.length; a++) {
            columns[a] = program.angle(a) instanceof Expression.Parameter(String name) ? rows.column(name) : -1;
        }
    }

    /**
     * Computes the coefficients of the rows from {@code first} on; if fewer are left than a batch has, the last one comes
     * several times.
     *
     * @return the coefficients, the same object every time: its numbers and its version change with the next call
     * @throws AngleException if an angle is not finite
     * @throws IllegalStateException if the binder has been closed
     */
    public Coefficients bind(int first) {
        if (closed) {
            throw new IllegalStateException("the binder has been closed");
        }
        coefficients.beginChange();
        memory.bind(this::value, first);
        return coefficients;
    }

    private double value(int angle, Expression expression, int row) {
        int known = Math.min(row, rows.rowCount() - 1);
        if (columns[angle] >= 0) {
            return rows.value(known, columns[angle]);
        }
        current.row = known;
        return expression.real(current);
    }

    /** Gives the memory back: nobody may use the coefficients any more. Closing again does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            program.giveBack(memory);
        }
    }

    /** Number of rows of a batch. */
    public int batch() {
        return batch;
    }

    /** Parameters of the present row; classical bits and variables as at the start of a circuit: 0. */
    private final class CurrentRow implements Environment {
        private int row;

        @Override
        public double parameter(String name) {
            int column = rows.column(name);
            if (column < 0) {
                throw new IllegalArgumentException("parameter " + name + " has no value");
            }
            return rows.value(row, column);
        }

        @Override
        public long variable(int variable) {
            return 0;
        }

        @Override
        public boolean bit(int bit) {
            return false;
        }
    }
}
