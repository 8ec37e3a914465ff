package org.jaynes.cli.selftest;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jaynes.plan.Precision;

/**
 * Whether one kernel gave the bits of the reference.
 *
 * @param kernel what was run
 * @param precision of the states
 * @param qubits of each state; 0 for photons
 * @param passed whether all bits agree
 * @param difference the first difference, or what the device reported; empty when there is none
 */
public record Parity(String kernel, Precision precision, int qubits, boolean passed, String difference) {
    Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kernel", kernel);
        json.put("precision", precision == Precision.SINGLE ? "single" : "double");
        json.put("qubits", qubits);
        json.put("passed", passed);
        if (!passed) {
            json.put("difference", difference);
        }
        return json;
    }
}
