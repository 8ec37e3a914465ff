package org.jaynes.decoder.experiments;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jaynes.decoder.CircuitException;
import org.jaynes.decoder.Decoder;
import org.jaynes.decoder.analysis.AnalysisOptions;
import org.jaynes.decoder.analysis.ErrorAnalyzer;
import org.jaynes.decoder.dem.DetectorErrorModel;
import org.jaynes.decoder.stim.StimCircuit;

/**
 * A circuit whose logical error rate under a decoder is wanted.
 *
 * @param circuit what is sampled
 * @param model what the decoder knows of it
 * @param decoderName name of the decoder in files, with its parameters if it has any
 * @param decoder predicts observables from detection events
 * @param metadata for tables and plots
 * @param strongId tells tasks apart, also in files
 */
public record Task(
        StimCircuit circuit,
        DetectorErrorModel model,
        String decoderName,
        Decoder decoder,
        Metadata metadata,
        String strongId) {
    private static final AnalysisOptions DECOMPOSED = new AnalysisOptions(true, true, false, 1, false, false);
    private static final AnalysisOptions WHOLE = new AnalysisOptions(false, true, false, 1, false, false);

    /**
     * A task with the error model that sinter would give its decoders: errors decomposed where that is possible, and
     * exclusive errors taken as independent ones.
     *
     * @throws CircuitException if the circuit has no error model
     */
    public static Task of(StimCircuit circuit, String decoderName, Decoder decoder, Metadata metadata) {
        return of(circuit, modelOf(circuit), decoderName, decoder, metadata);
    }

    /** A task with an error model of its own. */
    public static Task of(
            StimCircuit circuit, DetectorErrorModel model, String decoderName, Decoder decoder, Metadata metadata) {
        return new Task(
                circuit, model, decoderName, decoder, metadata, strongId(circuit, model, decoderName, metadata));
    }

    /** The error model that {@link #of(StimCircuit, String, Decoder, Metadata)} uses, for several tasks of a circuit. */
    public static DetectorErrorModel modelOf(StimCircuit circuit) {
        try {
            return ErrorAnalyzer.analyze(circuit, DECOMPOSED);
        } catch (CircuitException _) {
            // What is wrong with the circuit itself is thrown again here.
            return ErrorAnalyzer.analyze(circuit, WHOLE);
        }
    }

    /** The hash that sinter 1.16 has for the same task. */
    private static String strongId(
            StimCircuit circuit, DetectorErrorModel model, String decoderName, Metadata metadata) {
        StringBuilder text = new StringBuilder("{\"circuit\": ");
        Metadata.appendString(text, circuit.toString());
        text.append(", \"decoder\": ");
        Metadata.appendString(text, decoderName);
        text.append(", \"decoder_error_model\": ");
        Metadata.appendString(text, model.toString());
        text.append(", \"postselection_mask\": null, \"json_metadata\": ")
                .append(metadata.toPythonJson())
                .append('}');
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.toString().getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
