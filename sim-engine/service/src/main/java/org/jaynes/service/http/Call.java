package org.jaynes.service.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.jaynes.service.request.RefusedException;
import org.jspecify.annotations.Nullable;

/** A request as the dialects see it. */
final class Call {
    /** Of the body of a request that is refused, so much is read for the client to see the refusal. */
    private static final int DISCARDED_BYTES = 4 << 20;

    private final HttpExchange exchange;
    private final int bodyLimit;
    private final List<String> path;
    private @Nullable String allowed;

    Call(HttpExchange exchange, int bodyLimit) {
        this.exchange = exchange;
        this.bodyLimit = bodyLimit;
        String raw = exchange.getRequestURI().getRawPath();
        this.path = raw == null
                ? List.of()
                : Arrays.stream(raw.split("/")).filter(part -> !part.isEmpty()).toList();
    }

    /** The parts of the path between slashes, not decoded, without empty ones. */
    List<String> path() {
        return path;
    }

    /** A part of the path, counted from its end: 0 is the last one; empty beyond the first. */
    String fromEnd(int index) {
        return index < path.size() ? path.get(path.size() - 1 - index) : "";
    }

    @Nullable
    String header(String name) {
        return exchange.getRequestHeaders().getFirst(name);
    }

    /** @throws RefusedException if the request has another method */
    void require(String method) throws RefusedException {
        if (!exchange.getRequestMethod().equals(method)) {
            allowed = method;
            throw new RefusedException(405, "expected %s, got %s".formatted(method, exchange.getRequestMethod()));
        }
    }

    /** The method that {@link #require} missed, or null. */
    @Nullable
    String allowed() {
        return allowed;
    }

    /** The body of a request that must be JSON. */
    byte[] jsonBody() throws RefusedException, IOException {
        String type = header("Content-Type");
        // Asked for so that no web page in a browser on this computer can send jobs without the browser's asking first.
        if (type == null || !type.strip().toLowerCase(java.util.Locale.ROOT).startsWith("application/json")) {
            throw new RefusedException(
                    415, "Content-Type: expected application/json, got " + (type == null ? "none" : type));
        }
        String encoding = header("Content-Encoding");
        if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
            throw new RefusedException(415, "Content-Encoding: expected none, got " + encoding);
        }
        byte[] body = exchange.getRequestBody().readNBytes(bodyLimit + 1);
        if (body.length > bodyLimit) {
            throw new RefusedException(413, "body: expected at most %d bytes, got more".formatted(bodyLimit));
        }
        return body;
    }

    /** Reads what is left of the body: a client that is still sending does not look for an answer. */
    void discardBody() throws IOException {
        InputStream body = exchange.getRequestBody();
        byte[] buffer = new byte[1 << 13];
        int left = DISCARDED_BYTES;
        int count = body.read(buffer);
        while (count >= 0 && left > 0) {
            left -= count;
            count = body.read(buffer);
        }
    }
}
