/** Quantum error correction: Stim's formats, detector error models, samplers and decoders. */
module org.jaynes.decoder {
    requires static transitive org.jspecify;
    requires org.jaynes.bindings;

    exports org.jaynes.decoder;
    exports org.jaynes.decoder.analysis;
    exports org.jaynes.decoder.codes;
    exports org.jaynes.decoder.dem;
    exports org.jaynes.decoder.shots;
    exports org.jaynes.decoder.stim;
}
