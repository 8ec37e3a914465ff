package org.jaynes.photonics;

/** What photons pass through: a linear map of mode amplitudes. */
public sealed interface Interferometer permits TimeBinInterferometer, TransferMatrix {
    /** The number of input modes, which is the number of output modes. */
    int modes();

    /** Amplitudes without noise: rows are output modes, columns input modes. */
    ComplexMatrix matrix();
}
