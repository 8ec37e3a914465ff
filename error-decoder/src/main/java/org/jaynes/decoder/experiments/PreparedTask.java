package org.jaynes.decoder.experiments;

import org.jaynes.decoder.CircuitException;
import org.jaynes.decoder.CompiledDecoder;
import org.jaynes.decoder.simulation.DetectionSampler;

/** A sampler and a decoder for the same shots. Immutable, shared by the workers of a task, after whom it is closed. */
final class PreparedTask implements AutoCloseable {
    final DetectionSampler sampler;
    final CompiledDecoder decoder;

    /** @throws CircuitException if the model is of other detectors or observables than the circuit */
    PreparedTask(Task task) {
        this.sampler = new DetectionSampler(task.circuit());
        this.decoder = task.decoder().compile(task.model());
        if (decoder.detectorCount() != sampler.detectorCount()
                || decoder.observableCount() != sampler.observableCount()) {
            decoder.close();
            throw new CircuitException("the circuit has %d detectors and %d observables, its error model %d and %d"
                    .formatted(
                            sampler.detectorCount(),
                            sampler.observableCount(),
                            decoder.detectorCount(),
                            decoder.observableCount()));
        }
    }

    @Override
    public void close() {
        decoder.close();
    }
}
