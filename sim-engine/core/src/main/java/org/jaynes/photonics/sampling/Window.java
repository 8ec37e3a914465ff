package org.jaynes.photonics.sampling;

/**
 * The state of what is stored in the loops, a known number of photons: amplitudes as {@link WindowBasis} lays them out,
 * not normalised. Closing gives its memory back. Not thread-safe.
 */
final class Window implements AutoCloseable {
    /** Below this the amplitudes are multiplied up, long before squares underflow. */
    private static final double SMALL = 1e-100;

    private final WindowTables tables;
    private final WindowKernels kernels;
    private WindowVector x;
    private WindowVector y;
    private int photons;
    private double norm;
    private int triedPhotons;
    private double triedNorm;

    /** @param real whether all amplitudes will be real */
    Window(WindowTables tables, WindowKernels kernels, boolean real) {
        this.tables = tables;
        this.kernels = kernels;
        this.x = kernels.vector(real);
        this.y = kernels.vector(real);
    }

    WindowTables tables() {
        return tables;
    }

    /** No photons in the cells of a step. */
    void clear(WindowSchedule.Step step) {
        photons = 0;
        norm = 1;
        x.setToOne(tables.basis(step.front(), step.back(), 0).size());
    }

    int photons() {
        return photons;
    }

    /** The squared norm. */
    double norm() {
        return norm;
    }

    /** Divides the window anew. */
    void turn(WindowSchedule.Turn turn, WindowSchedule.Step before) {
        WindowTurn described = tables.turn(turn, before, photons);
        y.reserve(described.size());
        kernels.turn(described, x, y);
        swap();
    }

    /** What a step with a certain outcome leads to; returns its squared norm. Nothing has happened until it is taken. */
    double attempt(WindowSchedule.Step step, StepMatrix matrix) {
        triedPhotons = photons + matrix.photonsAdded();
        WindowMove move = tables.move(step, photons, triedPhotons);
        y.reserve(move.size());
        triedNorm = kernels.step(move, matrix, x, y);
        return triedNorm;
    }

    /** Takes the last attempt. */
    void take(WindowSchedule.Step step) {
        swap();
        photons = triedPhotons;
        norm = triedNorm;
        if (norm < SMALL) {
            x.scale(tables.basis(step.front(), step.back(), photons).size(), 1 / Math.sqrt(norm));
            norm = 1;
        }
    }

    @Override
    public void close() {
        x.close();
        y.close();
    }

    private void swap() {
        WindowVector before = x;
        x = y;
        y = before;
    }
}
