package org.jaynes.cli;

import java.util.concurrent.Callable;

/**
 * A subcommand that another module brings: a class with picocli's {@code @Command}, named as a provider of this
 * interface in {@code META-INF/services}. {@code call} returns one of the {@linkplain ExitCode exit codes}.
 */
public interface Subcommand extends Callable<Integer> {}
