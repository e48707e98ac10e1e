package io.ringkey.standalone.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A gateway of messages as an operator would have one, which hands the codes to the test. */
public final class SmsGateway implements AutoCloseable {

    private static final Pattern CODE = Pattern.compile("\\b[0-9]{4,9}\\b");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int NO_CONTENT = 204;
    private static final int BAD_GATEWAY = 502;
    private static final long PATIENCE_SECONDS = 60;

    private final Map<String, CompletableFuture<String>> codes = new ConcurrentHashMap<>();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final Set<String> unreachable = ConcurrentHashMap.newKeySet();
    private final HttpServer server;

    private SmsGateway(HttpServer server) {
        this.server = server;
    }

    /** Starts one on a free port. */
    public static SmsGateway start() {
        try {
            var gateway =
                    new SmsGateway(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100));
            gateway.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            gateway.server.createContext("/sms", gateway::take);
            gateway.server.start();
            return gateway;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        JsonNode message = JSON.readTree(body);
        if (unreachable.contains(message.path("phone").asString())) {
            failed.incrementAndGet();
            exchange.sendResponseHeaders(BAD_GATEWAY, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
            return;
        }
        var digits = CODE.matcher(message.path("text").asString());
        if (digits.find()) {
            sent.incrementAndGet();
            code(message.path("phone").asString()).complete(digits.group());
        }
        exchange.sendResponseHeaders(NO_CONTENT, -1);
        exchange.close();
    }

    /** What a program must be told to send by this. */
    public Map<String, String> settings() {
        return Map.of(
                "RINGKEY_SMS_SENDER",
                "webhook",
                "RINGKEY_WEBHOOK_URL",
                "http://127.0.0.1:" + server.getAddress().getPort() + "/sms",
                "RINGKEY_WEBHOOK_SECRET",
                "a-secret-of-the-tests-own");
    }

    /** From now on messages to a number are answered with an error, which says again what the message said. */
    public void fail(String phone) {
        unreachable.add(phone);
    }

    /** How many messages were answered with an error. */
    public int failed() {
        return failed.get();
    }

    /** How many messages with a code came by. */
    public int sent() {
        return sent.get();
    }

    /** Forgets what came by for a number, so that {@link #codeFor} waits for the next. */
    public void expect(String phone) {
        codes.put(phone, new CompletableFuture<>());
    }

    /** The code that was sent to a number, waited for. */
    public String codeFor(String phone) {
        return code(phone).orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Signs in with what is sent. */
    public Person signIn(Client client, String phone) {
        expect(phone);
        client.post("/api/users/login/", Map.of("phone", phone));
        return Person.signIn(client, phone, codeFor(phone));
    }

    private CompletableFuture<String> code(String phone) {
        return codes.computeIfAbsent(phone, anybody -> new CompletableFuture<>());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
