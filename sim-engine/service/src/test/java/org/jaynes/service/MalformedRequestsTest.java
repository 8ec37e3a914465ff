package org.jaynes.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that are wrong in every way that we could think of: refused with the field's name, and nothing else happens. */
class MalformedRequestsTest {
    /** How much more heap may be in use after the requests than before; a leak of a body each would be 20 times this. */
    private static final long FLAT = 8L << 20;

    @TempDir
    private static Path journal;

    private static TestService service;

    @BeforeAll
    static void start() throws IOException {
        service = new TestService(journal);
    }

    @AfterAll
    static void isStillThereAndStop() throws IOException {
        service.get("/healthz").hasStatus(200);
        assertEquals(
                5,
                service.await("/", service.submit("/", 5)).json().get("results").size());
        service.close();
    }

    private static final String GOOD = """
            {"bs_angles":[0.5,0.6,0.7],"input_state":[1,0,1,0],"loop_lengths":[1],"n_samples":5,"ps_angles":[]}""";

    private static Arguments with(String field, String from, String to) {
        assertTrue(GOOD.contains(from), from);
        return Arguments.of(field, GOOD.replace(from, to));
    }

    static Stream<Arguments> orcaBodies() {
        return Stream.of(
                // not JSON, or not this JSON
                Arguments.of("body", ""),
                Arguments.of("body", " "),
                Arguments.of("body", "null"),
                Arguments.of("body", "true"),
                Arguments.of("body", "17"),
                Arguments.of("body", "\"text\""),
                Arguments.of("body", "[]"),
                Arguments.of("body", "[1]"),
                Arguments.of("body", "[" + GOOD + "," + GOOD + "]"),
                Arguments.of("body", GOOD + GOOD),
                Arguments.of("body", GOOD + "]"),
                Arguments.of("body", "{"),
                Arguments.of("body", "{\"bs_angles\""),
                Arguments.of("body", "{\"bs_angles\":"),
                Arguments.of("bs_angles[1]", "{\"bs_angles\":[0.5,"),
                Arguments.of("body", GOOD.substring(0, GOOD.length() - 1)),
                Arguments.of("body", "<xml/>"),
                Arguments.of("body", "bs_angles=0.5&input_state=1"),
                Arguments.of("body", "\u0000\u0001\u0002"),
                Arguments.of("body", "{'bs_angles':[]}"),
                Arguments.of("body", "{bs_angles:[]}"),
                Arguments.of("body", "/* comment */" + GOOD),
                Arguments.of("body", "[".repeat(100_000)),
                Arguments.of("body", "{\"a\":".repeat(20_000).substring(0, 4) + "\uD800\"}"),
                // fields that are missing, unknown, or there twice
                Arguments.of("input_state", "{}"),
                Arguments.of("input_state", "{\"bs_angles\":[],\"loop_lengths\":[]}"),
                Arguments.of("loop_lengths", "{\"bs_angles\":[],\"input_state\":[1]}"),
                Arguments.of("bs_angles", "{\"input_state\":[1],\"loop_lengths\":[]}"),
                with("shots", "\"n_samples\":5", "\"shots\":5"),
                with("Bs_angles", "bs_angles", "Bs_angles"),
                with("noise", "\"ps_angles\":[]", "\"noise\":{\"input_loss\":0.1}"),
                with("", "\"bs_angles\"", "\"\""),
                with("body", "\"ps_angles\":[]", "\"n_samples\":6"),
                // input_state
                with("input_state", "[1,0,1,0]", "[]"),
                with("input_state", "[1,0,1,0]", "null"),
                with("input_state", "[1,0,1,0]", "\"1010\""),
                with("input_state", "[1,0,1,0]", "1010"),
                with("input_state", "[1,0,1,0]", "{\"0\":1}"),
                with("input_state[1]", "[1,0,1,0]", "[1,-1,1,0]"),
                with("input_state[1]", "[1,0,1,0]", "[1,0.5,1,0]"),
                with("input_state[0]", "[1,0,1,0]", "[1.0,0,1,0]"),
                with("input_state[3]", "[1,0,1,0]", "[1,0,1,null]"),
                with("input_state[2]", "[1,0,1,0]", "[1,0,true,0]"),
                with("input_state[2]", "[1,0,1,0]", "[1,0,[1],0]"),
                with("input_state[0]", "[1,0,1,0]", "[99999999999,0,1,0]"),
                with("input_state[0]", "[1,0,1,0]", "[1e3,0,1,0]"),
                with("input_state", "[1,0,1,0]", "[2147483647,2147483647,1,0]"),
                with("input_state", "[1,0,1,0]", "[41,0,0,0]"),
                with("input_state", "[1,0,1,0]", "[" + "0,".repeat(256) + "1]"),
                // loop_lengths
                with("loop_lengths[0]", "\"loop_lengths\":[1]", "\"loop_lengths\":[0]"),
                with("loop_lengths[0]", "\"loop_lengths\":[1]", "\"loop_lengths\":[-1]"),
                with("loop_lengths[0]", "\"loop_lengths\":[1]", "\"loop_lengths\":[5]"),
                with("loop_lengths[0]", "\"loop_lengths\":[1]", "\"loop_lengths\":[2147483647]"),
                with("loop_lengths[0]", "\"loop_lengths\":[1]", "\"loop_lengths\":[-2147483648]"),
                with("loop_lengths[1]", "\"loop_lengths\":[1]", "\"loop_lengths\":[1,\"1\"]"),
                with("loop_lengths", "\"loop_lengths\":[1]", "\"loop_lengths\":1"),
                with("loop_lengths", "\"loop_lengths\":[1]", "\"loop_lengths\":[" + "4,".repeat(16) + "4]"),
                // angles
                with("bs_angles", "[0.5,0.6,0.7]", "[0.5,0.6]"),
                with("bs_angles", "[0.5,0.6,0.7]", "[0.5,0.6,0.7,0.8]"),
                with("bs_angles", "[0.5,0.6,0.7]", "[]"),
                with("bs_angles", "[0.5,0.6,0.7]", "[" + "1,".repeat(5000) + "1]"),
                with("bs_angles[1]", "[0.5,0.6,0.7]", "[0.5,null,0.7]"),
                with("bs_angles[1]", "[0.5,0.6,0.7]", "[0.5,\"0.6\",0.7]"),
                with("bs_angles[2]", "[0.5,0.6,0.7]", "[0.5,0.6,1e999]"),
                with("bs_angles[2]", "[0.5,0.6,0.7]", "[0.5,0.6,-1e999]"),
                with("bs_angles[0]", "[0.5,0.6,0.7]", "[NaN,0.6,0.7]"),
                with("bs_angles[0]", "[0.5,0.6,0.7]", "[Infinity,0.6,0.7]"),
                with("bs_angles[0]", "[0.5,0.6,0.7]", "[.5,0.6,0.7]"),
                with("bs_angles[0]", "[0.5,0.6,0.7]", "[01,0.6,0.7]"),
                with("bs_angles[0]", "[0.5,0.6,0.7]", "[" + "1".repeat(101) + ",0.6,0.7]"),
                with("bs_angles[0]", "[0.5,0.6,0.7]", "[[[[[[[[[[[[0.5]]]]]]]]]]],0.6,0.7]"),
                with("bs_angles[2]", "[0.5,0.6,0.7]", "[0.5,0.6,{}]"),
                with("bs_angles[3]", "[0.5,0.6,0.7]", "[0.5,0.6,0.7,]"),
                with("ps_angles", "\"ps_angles\":[]", "\"ps_angles\":[0.1]"),
                with("ps_angles", "\"ps_angles\":[]", "\"ps_angles\":null"),
                with("ps_angles[0]", "\"ps_angles\":[]", "\"ps_angles\":[null,null,null]"),
                // shots and the rest
                with("n_samples", "\"n_samples\":5", "\"n_samples\":0"),
                with("n_samples", "\"n_samples\":5", "\"n_samples\":-5"),
                with("n_samples", "\"n_samples\":5", "\"n_samples\":1000001"),
                with("n_samples", "\"n_samples\":5", "\"n_samples\":3000000000"),
                with("n_samples", "\"n_samples\":5", "\"n_samples\":" + "9".repeat(60)),
                with("n_samples", "\"n_samples\":5", "\"n_samples\":5.5"),
                with("n_samples", "\"n_samples\":5", "\"n_samples\":\"5\""),
                with("n_samples", "\"n_samples\":5", "\"n_samples\":null"),
                with("n_samples", "\"n_samples\":5", "\"n_samples\":[5]"),
                with("n_samples", "\"n_samples\":5", "\"n_samples\":1e2"),
                with("seed", "\"ps_angles\":[]", "\"seed\":-1"),
                with("seed", "\"ps_angles\":[]", "\"seed\":9223372036854775808"),
                with("target", "\"ps_angles\":[]", "\"target\":1"),
                with("target", "\"ps_angles\":[]", "\"target\":\"\""),
                with("target", "\"ps_angles\":[]", "\"target\":\"" + "x".repeat(2_000) + "\""));
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @MethodSource("orcaBodies")
    void orcaBodiesAreRefusedByTheFieldsName(String field, String body) throws IOException {
        TestService.Reply reply = service.post("/v1/submit", body).hasStatus(400);
        assertTrue(reply.error().startsWith(field + ":"), () -> body + "\n" + reply.body());
        assertTrue(reply.body().length() < 1_000, "the answer is not as long as the question");
    }

    static Stream<Arguments> pcssBodies() {
        String good = """
                {"machine":"A","payload":{"input_state":[1,0,1,0],"bs_angles":[0.5,0.6,0.7],"n_samples":5,"loop_lengths":[1],\
                "postselection":true,"postselection_threshold":2,"machine":"A","extra_options":{}}}""";
        return Stream.of(
                Arguments.of("payload", "{}"),
                Arguments.of("payload", "{\"machine\":\"A\"}"),
                Arguments.of("payload", "{\"payload\":null}"),
                Arguments.of("payload", "{\"payload\":[]}"),
                Arguments.of("input_state", "{\"payload\":{}}"),
                Arguments.of("machine", good.replace("\"A\"", "\"C\"")),
                Arguments.of("machine", good.replaceFirst("\"A\"", "\"B\"")),
                Arguments.of("machine", good.replace("\"A\"", "7")),
                Arguments.of("backend", good.replaceFirst("machine", "backend")),
                Arguments.of("angles", good.replace("bs_angles", "angles")),
                Arguments.of("postselection", good.replace(":true", ":1")),
                Arguments.of("postselection", good.replace(":true", ":null")),
                Arguments.of("postselection_threshold", good.replace("threshold\":2", "threshold\":0")),
                Arguments.of("postselection_threshold", good.replace("threshold\":2", "threshold\":3")),
                Arguments.of("postselection_threshold", good.replace("threshold\":2", "threshold\":-1")),
                Arguments.of("postselection_threshold", good.replace("threshold\":2", "threshold\":\"2\"")),
                Arguments.of("extra_options.a", good.replace("{}", "{\"a\":1}")),
                Arguments.of("extra_options", good.replace("{}", "[]")),
                Arguments.of("bs_angles[1]", good.replace("0.6", "null")),
                Arguments.of("n_samples", good.replace(":5,", ":-5,")));
    }

    @ParameterizedTest(name = "[{index}] {0}")
    @MethodSource("pcssBodies")
    void pcssBodiesAreRefusedByTheFieldsName(String field, String body) throws IOException {
        TestService.Reply reply = service.post("/api/client/tasks", body).hasStatus(400);
        assertTrue(reply.error().startsWith(field + ":"), () -> body + "\n" + reply.body());
    }

    @Test
    void wrongMethodsTypesAndSizes() throws IOException {
        for (String method : new String[] {"GET", "PUT", "DELETE", "OPTIONS"}) {
            TestService.Reply reply = service.send(method, "/v1/submit", null).hasStatus(405);
            assertEquals("POST", reply.header("Allow"));
        }
        service.post("/v1/get_job/1", GOOD).hasStatus(405);
        service.post("/machines", GOOD).hasStatus(405);
        service.get("/tasks").hasStatus(405);
        service.post("/metrics", GOOD).hasStatus(405);
        service.post("/v1/submit", GOOD, "Content-Type", "text/plain").hasStatus(415);
        service.post("/v1/submit", GOOD, "Content-Type", "application/x-www-form-urlencoded")
                .hasStatus(415);
        service.post("/v1/submit", GOOD, "Content-Encoding", "gzip").hasStatus(415);
        service.post("/v1/submit", GOOD, "Content-Type", "Application/JSON; charset=utf-8")
                .hasStatus(200);
        TestService.Reply large =
                service.post("/v1/submit", GOOD + " ".repeat(300_000)).hasStatus(413);
        assertTrue(large.error().startsWith("body: expected at most 262144 bytes"), large::body);
        service.post("/v1/submit", " ".repeat(3_000_000)).hasStatus(413);
        service.post("/nothing", " ".repeat(3_000_000)).hasStatus(404);
    }

    /** What is sent is not HTTP, or breaks off. An answer must be an error; none at all is an answer too. */
    @Test
    void brokenHttp() throws IOException {
        String head = "POST /v1/submit HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
        String[] requests = {
            "",
            "\r\n",
            "\r\n\r\n\r\n",
            "GET\r\n\r\n",
            "GET /\r\n\r\n",
            "GET / HTTP/9.9\r\n\r\n",
            "GET http:// HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /\u0000 HTTP/1.1\r\nHost: x\r\n\r\n",
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
            "x".repeat(100_000),
            "GET /" + "x".repeat(100_000) + " HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\n" + "X: y\r\n".repeat(10_000) + "\r\n",
            "GET / HTTP/1.1\r\nX: " + "y".repeat(1_000_000) + "\r\n\r\n",
            "GET / HTTP/1.1\r\nno colon\r\n\r\n",
            head + "Content-Length: -1\r\n\r\n",
            head + "Content-Length: x\r\n\r\n",
            head + "Content-Length: 99999999999999999999\r\n\r\n",
            head + "Content-Length: 9223372036854775807\r\n\r\n{",
            head + "Content-Length: 10\r\nContent-Length: 20\r\n\r\n{}",
            head + "Content-Length: 100\r\n\r\n{\"bs_angles\":[",
            head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
            head + "Transfer-Encoding: chunked\r\n\r\n-5\r\n{}\r\n",
            head + "Transfer-Encoding: chunked\r\n\r\nfffffffff\r\n{",
            head + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}",
            head + "Transfer-Encoding: nonsense\r\n\r\n{}",
            head + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}",
            "GET /v1/get_job/" + "\u00ff".repeat(50) + " HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET /v1/get_job/../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET //v1//get_job// HTTP/1.1\r\nHost: x\r\n\r\n",
        };
        for (String request : requests) {
            String answer = exchange(request);
            assertTrue(
                    answer.isEmpty() || answer.matches("(?s)HTTP/1\\.1 [45]\\d\\d .*"),
                    () -> request.substring(0, Math.min(100, request.length())) + "\n" + answer);
            assertTrue(!answer.startsWith("HTTP/1.1 500"), answer);
            service.get("/healthz").hasStatus(200);
        }
    }

    /** Sends bytes, closes its side, and reads what comes. */
    private static String exchange(String request) throws IOException {
        URI url = URI.create(service.service.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            try {
                socket.getOutputStream().write(request.getBytes(ISO_8859_1));
                socket.shutdownOutput();
                return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            } catch (IOException closedByTheServer) {
                return "";
            }
        }
    }

    @Test
    void memoryStaysFlat() throws IOException {
        Object[] bodies = orcaBodies().map(arguments -> arguments.get()[1]).toArray();
        String large = GOOD.replace("[0.5,0.6,0.7]", "[" + "0.5,".repeat(50_000) + "0.5]");
        send(bodies, large, 1);
        long before = usedHeap();
        send(bodies, large, 8);
        long after = usedHeap();
        assertTrue(after - before < FLAT, () -> "the heap in use went from %d to %d bytes".formatted(before, after));
    }

    private static void send(Object[] bodies, String large, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            for (Object body : bodies) {
                service.post("/v1/submit", (String) body).hasStatus(400);
            }
            for (int k = 0; k < 100; k++) {
                service.post("/v1/submit", large).hasStatus(400);
            }
        }
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }
}
