package org.jaynes.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the command line within the test and asserts how it ended. */
public final class Cli {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final String command;
    private final int exitCode;
    private final String out;
    private final String err;

    private Cli(String command, int exitCode, String out, String err) {
        this.command = command;
        this.exitCode = exitCode;
        this.out = out;
        this.err = err;
    }

    public static Cli run(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] texts =
                java.util.Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
        int exitCode = JaynesCommand.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(texts);
        return new Cli(String.join(" ", texts), exitCode, out.toString(), err.toString());
    }

    public Cli exits(int expected) {
        assertEquals(expected, exitCode, this::toString);
        return this;
    }

    public Cli printsNothing() {
        assertEquals("", out, this::toString);
        return this;
    }

    public Cli prints(String part) {
        assertTrue(out.contains(part), () -> "expected on standard output: " + part + "\n" + this);
        return this;
    }

    public Cli complains(String part) {
        assertTrue(err.contains(part), () -> "expected on standard error: " + part + "\n" + this);
        return this;
    }

    public Cli isSilentOn(String part) {
        assertTrue(!out.contains(part) && !err.contains(part), () -> "not expected: " + part + "\n" + this);
        return this;
    }

    public Cli isQuiet() {
        assertEquals("", err, this::toString);
        return this;
    }

    public Cli showsNoStackTrace() {
        assertTrue(!err.contains("\tat ") && !out.contains("\tat "), this::toString);
        return this;
    }

    /** Standard output as one JSON object, and nothing else. */
    public JsonNode json() {
        return object(out);
    }

    /** Standard error as one JSON object, and nothing else. */
    public JsonNode errorJson() {
        return object(err).get("error");
    }

    public String out() {
        return out;
    }

    public String err() {
        return err;
    }

    private JsonNode object(String text) {
        assertEquals(1, text.lines().count(), this::toString);
        JsonNode node = JSON.readTree(text);
        assertTrue(node.isObject(), this::toString);
        return node;
    }

    @Override
    public String toString() {
        return "jaynes %s\nexit code %d\n--- standard output\n%s--- standard error\n%s"
                .formatted(command, exitCode, out, err);
    }
}
