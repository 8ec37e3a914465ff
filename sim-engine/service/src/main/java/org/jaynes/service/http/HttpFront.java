package org.jaynes.service.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jaynes.service.ServiceOptions;
import org.jaynes.service.job.JobStore;
import org.jaynes.service.job.Location;
import org.jaynes.service.request.RefusedException;
import org.jaynes.service.request.RequestReader;

/** The JDK's HTTP server with a virtual thread for each request. */
public final class HttpFront implements AutoCloseable {
    /** Connections that wait to be accepted: polling clients open a new one for each question. */
    private static final int BACKLOG = 512;

    /** How long answers that are being sent may take when the front is closed. */
    private static final int STOP_SECONDS = 5;

    private final int bodyLimit;
    private final Consumer<String> log;
    private final JobStore jobs;
    private final Tokens tokens;
    private final List<Dialect> dialects;
    private final MetricsPage metrics;
    private final HttpServer server;
    private final ExecutorService threads;

    private HttpFront(ServiceOptions options, JobStore jobs, HttpServer server) {
        this.bodyLimit = options.limits().bodyBytes();
        this.log = options.log();
        this.jobs = jobs;
        this.tokens = new Tokens(options.tokens());
        this.metrics = new MetricsPage(jobs);
        RequestReader reader = new RequestReader(options.limits());
        this.dialects = List.of(
                new OrcaDialect(jobs, reader, options.hold()),
                new PcssDialect(jobs, reader),
                new OperationsDialect(jobs, metrics));
        this.server = server;
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
    }

    /**
     * Opens the port and begins to answer.
     *
     * @throws IOException if the address cannot be listened on
     */
    public static HttpFront open(ServiceOptions options, JobStore jobs) throws IOException {
        configureServer();
        InetSocketAddress address = new InetSocketAddress(options.host(), options.port());
        if (address.isUnresolved()) {
            throw new UnknownHostException("'%s' is no address of this computer".formatted(options.host()));
        }
        HttpServer server;
        try {
            server = HttpServer.create(address, BACKLOG);
        } catch (BindException e) {
            BindException told = new BindException("%s:%d cannot be listened on: %s; choose another port or address"
                    .formatted(options.host(), options.port(), e.getMessage()));
            told.initCause(e);
            throw told;
        }
        HttpFront front = new HttpFront(options, jobs, server);
        server.createContext("/", front::handle);
        server.setExecutor(front.threads);
        server.start();
        return front;
    }

    /** The JDK takes these as system properties only; what somebody has set stays. Times are in seconds. */
    private static void configureServer() {
        setIfAbsent("sun.net.httpserver.nodelay", "true");
        setIfAbsent("sun.net.httpserver.maxReqTime", "60");
        setIfAbsent("sun.net.httpserver.maxRspTime", "300");
        setIfAbsent("sun.net.httpserver.maxReqHeaderSize", "65536");
        setIfAbsent("jdk.httpserver.maxConnections", "2048");
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** The address that is listened on. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Call call = new Call(exchange, bodyLimit);
            Answer answer = answer(call);
            if (answer.status() >= 400) {
                call.discardBody();
            }
            addHeaders(exchange, call, answer);
            metrics.count(answer.status());
            send(exchange, answer);
        }
    }

    private Answer answer(Call call) throws IOException {
        try {
            if (!tokens.admit(call) && !OperationsDialect.isHealth(call) && !PcssDialect.isHealth(call)) {
                throw new RefusedException(
                        401, "the service asks for a token that it knows, as 'Authorization: Bearer TOKEN'");
            }
            for (Dialect dialect : dialects) {
                Answer answer = dialect.answer(call);
                if (answer != null) {
                    return answer;
                }
            }
            throw new RefusedException(
                    404,
                    "no such path; known are .../v1/submit, .../v1/get_job/ID, .../tasks, .../tasks/ID/status,"
                            + " .../tasks/ID/results, .../tasks/ID/cancel, .../machines, .../machines/queue-count,"
                            + " .../health, /healthz and /metrics");
        } catch (RefusedException e) {
            return Answer.error(e.status(), e.getMessage());
        } catch (InterruptedException e) {
            return Answer.error(503, "the service is closing");
        } catch (RuntimeException | Error e) {
            log.accept("internal error at /%s: %s".formatted(String.join("/", call.path()), e));
            return Answer.error(500, "internal error: " + e);
        }
    }

    private static void addHeaders(HttpExchange exchange, Call call, Answer answer) {
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", answer.contentType());
        switch (answer.status()) {
            case 401 -> headers.set("WWW-Authenticate", "Bearer");
            case 405 -> headers.set("Allow", String.valueOf(call.allowed()));
            case 503 -> headers.set("Retry-After", "1");
            default -> {}
        }
    }

    private void send(HttpExchange exchange, Answer answer) throws IOException {
        switch (answer) {
            case Answer.Text text -> sendText(exchange, text);
            case Answer.Stored(Location at) -> {
                try (InputStream stored = jobs.open(at)) {
                    exchange.sendResponseHeaders(200, at.length());
                    copy(stored, at.length(), exchange.getResponseBody());
                } catch (FileNotFoundException e) {
                    sendText(exchange, Answer.error(404, "the result is forgotten: there were too many after it"));
                }
            }
        }
    }

    private static void sendText(HttpExchange exchange, Answer.Text text) throws IOException {
        exchange.sendResponseHeaders(text.status(), text.bytes().length);
        exchange.getResponseBody().write(text.bytes());
    }

    private static void copy(InputStream source, int length, OutputStream target) throws IOException {
        byte[] buffer = new byte[Math.min(length, 1 << 16)];
        int left = length;
        while (left > 0) {
            int count = source.readNBytes(buffer, 0, Math.min(left, buffer.length));
            if (count == 0) {
                throw new IOException("the journal ends within a result");
            }
            target.write(buffer, 0, count);
            left -= count;
        }
    }

    /** Accepts no more connections, and ends when the answers that are being sent are sent. */
    @Override
    public void close() {
        server.stop(STOP_SECONDS);
        threads.close();
    }
}
