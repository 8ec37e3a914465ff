package org.jaynes.decoder.shots;

import java.io.IOException;

/** Shot data that is not in the format it was said to be in. */
public final class ShotFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final long shot;
    private final long offset;

    /**
     * @param source where the data comes from, such as a file name
     * @param shot number of the shot that could not be read, from 0
     * @param offset bytes of the source that were read when the fault was seen
     * @param fault what was found and what was expected
     */
    ShotFormatException(String source, long shot, long offset, String fault) {
        super("%s: shot %d, byte %d: %s".formatted(source, shot, offset, fault));
        this.source = source;
        this.shot = shot;
        this.offset = offset;
    }

    /** Where the data comes from. */
    public String source() {
        return source;
    }

    /** Number of the faulty shot, from 0. */
    public long shot() {
        return shot;
    }

    /** Bytes read when the fault was seen. */
    public long offset() {
        return offset;
    }
}
