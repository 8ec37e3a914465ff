/**
 * Logical error rates: shots of circuits are sampled and decoded until enough errors are seen, and counted in files that
 * sinter reads and writes too.
 *
 * <pre>{@code
 * Decoder decoder = Decoders.named("mwpm", Map.of());
 * Task task = Task.of(StimCircuit.read(file), "mwpm", decoder, new Metadata(Map.of("d", 5L)));
 * Collector collector = new Collector(List.of(task), new Limits(1_000_000, 100), 2, seed);
 * collector.run(statistics -> System.out.println(statistics.toCsv()));
 * }</pre>
 */
@NullMarked
package org.jaynes.decoder.experiments;

import org.jspecify.annotations.NullMarked;
