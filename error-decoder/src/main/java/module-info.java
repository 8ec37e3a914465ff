/** Quantum error correction: Stim's formats, memory experiments and detector error models. */
module org.jaynes.decoder {
    requires org.jaynes.bindings;
    requires static transitive org.jspecify;

    exports org.jaynes.decoder;
    exports org.jaynes.decoder.analysis;
    exports org.jaynes.decoder.codes;
    exports org.jaynes.decoder.dem;
    exports org.jaynes.decoder.experiments;
    exports org.jaynes.decoder.ldpc;
    exports org.jaynes.decoder.matching;
    exports org.jaynes.decoder.sampling;
    exports org.jaynes.decoder.shots;
    exports org.jaynes.decoder.simulation;
    exports org.jaynes.decoder.stim;
}
