package org.jaynes.bindings.cuda;

/** The architecture of a device, such as 9.0 ({@code sm_90}). */
public record ComputeCapability(int major, int minor) {
    /** Major and minor as one number, as in {@code sm_90}: 90. */
    public int number() {
        return 10 * major + minor;
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
