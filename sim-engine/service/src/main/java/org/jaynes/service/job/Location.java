package org.jaynes.service.job;

/**
 * Where the JSON of a record lies in the journal.
 *
 * @param segment number of the file
 * @param offset of its first byte in the file
 * @param length in bytes
 */
public record Location(long segment, long offset, int length) {
    /** A part of it that leaves out some bytes at either end. */
    public Location without(int head, int tail) {
        return new Location(segment, offset + head, length - head - tail);
    }
}
