package org.jaynes.decoder.experiments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jaynes.decoder.Decoders;
import org.jaynes.decoder.stim.StimCircuit;
import org.junit.jupiter.api.Test;

/** Metadata and identities of tasks, as sinter 1.16.0 has them. */
class MetadataTest {
    private static final StimCircuit CIRCUIT = StimCircuit.parse("""
            R 0 1
            X_ERROR(0.125) 0
            TICK
            M 0 1
            DETECTOR(0, 1) rec[-1] rec[-2]
            OBSERVABLE_INCLUDE(0) rec[-2]
            """, "test");

    private static String strongId(Metadata metadata) {
        return Task.of(CIRCUIT, "mwpm", Decoders.named("mwpm", Map.of()), metadata)
                .strongId();
    }

    @Test
    void namesOfFilesBecomeNumbersAndWords() {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("d", 5L);
        expected.put("r", 3.5);
        expected.put("x", "abc");
        expected.put("y", -2L);
        expected.put("z", 1e-3);
        assertEquals(new Metadata(expected), Metadata.ofPath("folder/d=5,r=3.5,x=abc,y=-2,z=1e-3.stim"));
        assertEquals(new Metadata(Map.of("path", "a/b.stim")), Metadata.ofPath("a/b.stim"));
    }

    /** Expected hashes: sinter.Task(circuit, decoder="mwpm", json_metadata=...).strong_id() of sinter 1.16.0. */
    @Test
    void identitiesAreThoseOfSinter() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("d", 5L);
        values.put("p", 0.001);
        values.put("x", "abc");
        assertEquals(
                "f27efed63c21dd2abcaedcc480efafeac731e2b394c39af873f3ae3321c622aa", strongId(new Metadata(values)));
        values.clear();
        values.put("z", -3L);
        values.put("a", 1e-5);
        values.put("b", 2.5e16);
        values.put("c", 1234.0);
        values.put("é\"\\", "tab\there");
        assertEquals(
                "1bec854979df25422b7b970b14d3deb74152b1c27e032966315d5773b7eea27d", strongId(new Metadata(values)));
        assertEquals(
                "{\"a\":1e-05,\"b\":2.5e+16,\"c\":1234.0,\"z\":-3,\"\\u00e9\\\"\\\\\":\"tab\\there\"}",
                new Metadata(values).toJson());
        assertEquals(
                "a34fe26e33c60136f8b989145a518bab63f93d7ab43191059954e6402c20a000",
                strongId(Metadata.ofPath("a/b.stim")));
    }

    @Test
    void whatHasNoPlaceInJsonIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Metadata(Map.of("p", Double.NaN)));
        assertThrows(IllegalArgumentException.class, () -> new Metadata(Map.of("p", 1)));
    }
}
