package org.jaynes.statevector;

import java.util.List;
import org.jaynes.plan.Precision;

/**
 * The quantum Fisher information of a circuit's state with respect to its parameters, F_ij = 4 Re(&lt;di|dj&gt; -
 * &lt;di|s&gt;&lt;s|dj&gt;), of the normalised state s and its derivatives: four times the Fubini-Study metric tensor that
 * natural gradients take. Symmetric; no eigenvalue is negative but for rounding.
 *
 * @param matrix one row for each parameter
 * @param parameters in the order of rows and columns
 * @param device where it ran, and why there
 * @param precision format of the amplitudes
 * @param passes how often states were read and written by gates
 * @param seconds where the time went
 */
public record FisherInformation(
        double[][] matrix,
        List<String> parameters,
        DeviceChoice device,
        Precision precision,
        long passes,
        Timing seconds) {}
