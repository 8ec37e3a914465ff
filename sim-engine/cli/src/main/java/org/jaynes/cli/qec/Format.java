package org.jaynes.cli.qec;

import org.jaynes.decoder.shots.ShotFormat;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a result format. */
final class Format implements ITypeConverter<ShotFormat> {
    /** What the help says that a format is. */
    static final String NAMES = "01|b8|r8|ptb64|hits|dets";

    @Override
    public ShotFormat convert(String text) {
        try {
            return ShotFormat.named(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
