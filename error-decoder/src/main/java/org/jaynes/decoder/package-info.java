/**
 * Decoders: an algorithm is compiled for a detector error model and then decodes shots. Also the errors that all packages
 * share.
 *
 * <pre>{@code
 * DetectorErrorModel model = DetectorErrorModel.read(Path.of("surface.dem"));
 * CompiledDecoder decoder = Decoders.named("mwpm", Map.of()).compile(model);
 *
 * // Many shots, in rows of decoder.detectorWords() words, on two threads:
 * Predictions predictions = decoder.decodeBatch(shots, shotCount, 2);
 * boolean flipped = predictions.flips(shot, 0);
 *
 * // One shot at a time, without allocation; a session is for one thread.
 * DecoderSession session = decoder.newSession();
 * session.decode(shots, shot * decoder.detectorWords());
 * double weight = session.weight();
 * }</pre>
 */
@NullMarked
package org.jaynes.decoder;

import org.jspecify.annotations.NullMarked;
