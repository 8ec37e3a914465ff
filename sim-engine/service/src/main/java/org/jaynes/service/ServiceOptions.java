package org.jaynes.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How a service runs.
 *
 * @param host the address to listen on
 * @param port from 1 to 65535, or 0 for one that is free
 * @param journal the folder of the journal, made when missing; one service at a time may use it
 * @param machines the devices; the first serves clients that name none
 * @param tokens the tokens that clients may show; when there are none, nobody has to show one
 * @param limits what is refused
 * @param hold how long a question for a job that has not ended is held before it is answered
 * @param grace how long a running job may go on when the service is closed
 * @param log takes a line for each thing that whoever runs the service should know
 */
public record ServiceOptions(
        String host,
        int port,
        Path journal,
        List<Machine> machines,
        Set<String> tokens,
        Limits limits,
        Duration hold,
        Duration grace,
        Consumer<String> log) {
    /** @throws IllegalArgumentException if there is no machine, or two have one name, or the port is out of range */
    public ServiceOptions {
        machines = List.copyOf(machines);
        tokens = Set.copyOf(tokens);
        if (machines.isEmpty()) {
            throw new IllegalArgumentException("a service needs at least one machine");
        }
        Set<String> names = new HashSet<>();
        for (Machine machine : machines) {
            if (!names.add(machine.name())) {
                throw new IllegalArgumentException("two machines are named '%s'".formatted(machine.name()));
            }
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port %d; expected 0 to 65535".formatted(port));
        }
    }

    /** A service on the loopback interface, open to everybody on this computer. */
    public ServiceOptions(int port, Path journal, List<Machine> machines) {
        this(
                "127.0.0.1",
                port,
                journal,
                machines,
                Set.of(),
                Limits.DEFAULT,
                Duration.ofSeconds(25),
                Duration.ofSeconds(10),
                _ -> {});
    }

    public ServiceOptions withHost(String value) {
        return new ServiceOptions(value, port, journal, machines, tokens, limits, hold, grace, log);
    }

    public ServiceOptions withTokens(Set<String> value) {
        return new ServiceOptions(host, port, journal, machines, value, limits, hold, grace, log);
    }

    public ServiceOptions withLimits(Limits value) {
        return new ServiceOptions(host, port, journal, machines, tokens, value, hold, grace, log);
    }

    public ServiceOptions withHold(Duration value) {
        return new ServiceOptions(host, port, journal, machines, tokens, limits, value, grace, log);
    }

    public ServiceOptions withGrace(Duration value) {
        return new ServiceOptions(host, port, journal, machines, tokens, limits, hold, value, log);
    }

    public ServiceOptions withLog(Consumer<String> value) {
        return new ServiceOptions(host, port, journal, machines, tokens, limits, hold, grace, value);
    }
}
