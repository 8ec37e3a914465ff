package org.jaynes.cli.photonic;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jaynes.photonics.sampling.SamplingAlgorithm;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The value of {@code --sampler}. */
record SamplerName(SamplingAlgorithm algorithm) {
    static final String HELP = "table, single-loop, progressive or clifford-clifford (default: the fastest).";

    /** Reads the name of an algorithm. */
    static final class Converter implements ITypeConverter<SamplerName> {
        @Override
        public SamplerName convert(String text) {
            return Arrays.stream(SamplingAlgorithm.values())
                    .filter(algorithm -> algorithm.toString().equals(text))
                    .findFirst()
                    .map(SamplerName::new)
                    .orElseThrow(() -> new TypeConversionException("'%s' is no sampler; expected one of %s"
                            .formatted(
                                    text,
                                    Arrays.stream(SamplingAlgorithm.values())
                                            .map(SamplingAlgorithm::toString)
                                            .collect(Collectors.joining(", ")))));
        }
    }
}
