package io.ringkey.command.testing;

import io.ringkey.api.FailureCode;
import io.ringkey.command.CommandSideApplication;
import io.ringkey.command.dispatch.Commands;
import io.ringkey.eventstore.LoggingInTurns;
import io.ringkey.eventstore.TestDatabase;
import io.ringkey.web.problem.ThrownAnswers;
import io.ringkey.web.settings.Settings;
import io.ringkey.web.start.RingkeyApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The write side as a program of its own, on a database of its own, under a clock that the test moves. */
public final class RunningCommandSide implements AutoCloseable {

    public static final String OUTBOX_KEY = "outbox-key-of-tests";
    public static final String MASTER_KEY = "dGVzdC10ZXN0LXRlc3QtdGVzdC10ZXN0LXRlc3QtdGU=";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_RETURNS = 60;
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final AtomicInteger NUMBERS = new AtomicInteger(1000000);

    private final String databaseUrl;
    private final TestClock clock;
    private final Map<String, String> environment;
    private final List<Class<?>> more;
    private final ConfigurableApplicationContext context;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningCommandSide(
            String databaseUrl, TestClock clock, Map<String, String> environment, List<Class<?>> more) {
        this.databaseUrl = databaseUrl;
        this.clock = clock;
        this.environment = environment;
        this.more = more;
        this.context = RingkeyApplication.run(
                CommandSideApplication.class, Settings.of(environment), "command-side", application -> {
                    LoggingInTurns.of(application);
                    application.addPrimarySources(more);
                    application.addInitializers(
                            starting -> starting.getBeanFactory().registerSingleton("clock", clock));
                });
    }

    /**
     * Starts on a fresh database, with the {@code echo} sender unless told otherwise.
     *
     * @param settings names without their prefix, and values
     */
    public static RunningCommandSide start(Map<String, String> settings) {
        return start(TestDatabase.freshUrl(), settings);
    }

    public static RunningCommandSide start(String databaseUrl, Map<String, String> settings) {
        return start(databaseUrl, settings, List.of());
    }

    /**
     * Starts with more in it.
     *
     * @param more configurations or components of the test
     */
    public static RunningCommandSide start(Map<String, String> settings, List<Class<?>> more) {
        return start(TestDatabase.freshUrl(), settings, more);
    }

    private static RunningCommandSide start(String databaseUrl, Map<String, String> settings, List<Class<?>> more) {
        var environment = new HashMap<String, String>();
        environment.put("RINGKEY_PORT", "0");
        environment.put("RINGKEY_MANAGEMENT_PORT", "0");
        environment.put("RINGKEY_DATABASE_URL", databaseUrl);
        environment.put("RINGKEY_MASTER_KEY", MASTER_KEY);
        environment.put("RINGKEY_SMS_SENDER", "echo");
        environment.put("RINGKEY_OUTBOX_KEY", OUTBOX_KEY);
        environment.put("RINGKEY_LOG_LEVEL", "warn");
        // All tests call from one address, for numbers of one block.
        environment.put("RINGKEY_NUMBERS_PER_ADDRESS_AN_HOUR", "1000000");
        environment.put("RINGKEY_SENDS_PER_PREFIX_AN_HOUR", "1000000");
        environment.put("RINGKEY_CONVERSION_AFTER", "1000000");
        environment.put("RINGKEY_SPRAYED_SHORT_CODES_A_DAY", "1000000");
        settings.forEach((name, value) -> environment.put("RINGKEY_" + name, value));
        var clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
        return new RunningCommandSide(databaseUrl, clock, environment, more);
    }

    /** A second process beside this one: the same database, settings and time, everything else its own. */
    public RunningCommandSide another() {
        return new RunningCommandSide(databaseUrl, clock, environment, more);
    }

    public TestClock clock() {
        return clock;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public JdbcClient jdbc() {
        return JdbcClient.create(TestDatabase.at(databaseUrl));
    }

    public String databaseUrl() {
        return databaseUrl;
    }

    /** A number that no other test uses. */
    public static String newPhone() {
        return "+7913" + NUMBERS.incrementAndGet();
    }

    // Events

    /** The stored names of all events of a type's feature, in order; of all events for an empty one. */
    public List<String> events(String prefix) {
        return jdbc().sql("SELECT payload_type FROM event_store.domain_event WHERE payload_type LIKE ? || '%'"
                        + " ORDER BY global_index")
                .param(prefix)
                .query(String.class)
                .list();
    }

    /** The stored names of a stream's events, in order. */
    public List<String> stream(UUID id) {
        return jdbc().sql("SELECT payload_type FROM event_store.domain_event WHERE aggregate_identifier = ?"
                        + " ORDER BY sequence_number")
                .param(id)
                .query(String.class)
                .list();
    }

    /** How many events of a type there are. */
    public long count(String type) {
        return jdbc().sql("SELECT count(*) FROM event_store.domain_event WHERE payload_type = ?")
                .param(type)
                .query(Long.class)
                .single();
    }

    /** The stream of a challenge. */
    public UUID streamOf(String challenge) {
        return jdbc().sql(
                        "SELECT aggregate_identifier FROM event_store.domain_event WHERE payload_type = 'verification.code-requested'"
                                + " AND convert_from(payload, 'UTF8')::jsonb ->> 'challenge' = ?")
                .param(challenge)
                .query(UUID.class)
                .single();
    }

    /** Everything that the write side's schemas hold, as text; bytes in hexadecimal and as they are. */
    public String dump() {
        var dump = new StringBuilder();
        var tables = jdbc().sql("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
                        + " WHERE schemaname IN ('command_state', 'event_store')")
                .query(String.class)
                .list();
        for (String table : tables) {
            jdbc().sql("SELECT t::text FROM " + table + " t")
                    .query(String.class)
                    .list()
                    .forEach(row -> dump.append(row).append('\n'));
        }
        jdbc().sql("SELECT convert_from(payload, 'UTF8') || convert_from(meta_data, 'UTF8')"
                        + " FROM event_store.domain_event")
                .query(String.class)
                .list()
                .forEach(row -> dump.append(row).append('\n'));
        return dump.toString();
    }

    // HTTP

    /** Sends a request word by word, for what a client library would not. */
    public String raw(String request) {
        try (var socket = new Socket("127.0.0.1", at("/").getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path);
    }

    public Answer get(String path, String... headers) {
        return call("GET", path, null, headers);
    }

    /**
     * Calls.
     *
     * @param body a JSON text, or anything that is written as JSON, or {@code null}
     */
    public Answer call(String method, String path, @Nullable Object body, String... headers) {
        var request = HttpRequest.newBuilder(at(path));
        if (body != null) {
            String text = body instanceof String json ? json : JSON.writeValueAsString(body);
            request.header("Content-Type", "application/json").method(method, BodyPublishers.ofString(text));
        } else {
            request.method(method, BodyPublishers.noBody());
        }
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            var response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    // Signing in

    public Answer askForCode(String phone, String... headers) {
        return call("POST", "/api/users/login/", Map.of("phone", phone), headers);
    }

    public Answer putLogin(Map<String, String> body, String... headers) {
        return call("PUT", "/api/users/login/", body, headers);
    }

    public Answer postToken(String phone, String code, String... headers) {
        return call("POST", "/api/users/token/", Map.of("phone", phone, "password", code), headers);
    }

    /** Asks for a code and exchanges it for tokens. */
    public Answer signIn(String phone) {
        Answer asked = askForCode(phone);
        // In a race somebody else's sign-in may have put another challenge in this one's place already.
        if (asked.status() != 200 || !asked.has("auth_code")) {
            return asked;
        }
        return postToken(phone, asked.text("auth_code"));
    }

    public Answer refresh(String token) {
        return call("POST", "/api/users/token/refresh/", Map.of("refresh", token));
    }

    /** A code that is not this one, of the same length. */
    public static String wrong(String code) {
        return (code.charAt(0) == '9' ? "0" : String.valueOf((char) (code.charAt(0) + 1))) + code.substring(1);
    }

    /** Does one thing many times at once. */
    public static <T> List<T> together(int times, Callable<T> action) {
        return together(Collections.nCopies(times, action));
    }

    /** Does many things at once. */
    public static <T> List<T> together(List<Callable<T>> actions) {
        var ready = new CountDownLatch(actions.size());
        try (var threads = Executors.newFixedThreadPool(actions.size())) {
            var running = new ArrayList<Future<T>>();
            for (Callable<T> action : actions) {
                running.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return action.call();
                }));
            }
            var answers = new ArrayList<T>();
            for (Future<T> one : running) {
                answers.add(one.get());
            }
            return answers;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is answered in the end: on a slow machine the last of many are told to come back. */
    public static Answer whenServed(Callable<Answer> call) {
        try {
            Answer answer = call.call();
            for (int again = 0; answer.status() == 503 && again < MOST_RETURNS; again++) {
                sleepASecond();
                answer = call.call();
            }
            return answer;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** What a command comes to in the end, sent as a client would who comes back when told to. */
    public <T> T outcomeOf(Object command, Class<T> outcome) {
        for (int sent = 0; ; sent++) {
            try {
                return bean(Commands.class).send(command, outcome).outcome();
            } catch (RuntimeException thrown) {
                if (sent == MOST_RETURNS
                        || bean(ThrownAnswers.class).meaningOf(thrown).code() != FailureCode.TRY_LATER) {
                    throw thrown;
                }
                sleepASecond();
            }
        }
    }

    private static void sleepASecond() {
        try {
            Thread.sleep(A_SECOND);
        } catch (InterruptedException stopping) {
            throw new IllegalStateException(stopping);
        }
    }

    @Override
    public void close() {
        context.close();
        http.close();
    }
}
