package io.ringkey.standalone.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.ProgramDatabase;
import io.ringkey.standalone.support.RunningProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes to a collector when one is named, and what never does. */
class TracesTest {

    private static final int RANGE = 911;
    private static final String STRANGERS_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

    @TempDir
    private static Path directory;

    private static Collected collected;
    private static Map<String, String> settings;
    private static RunningProgram program;
    /** What callers sent or were given. */
    private static final List<String> PERSONAL = new ArrayList<>();

    @BeforeAll
    static void aPersonSignsInAndAppliesAnInvite() {
        collected = new Collected();
        settings = ProgramDatabase.with(Map.of(
                "RINGKEY_SMS_SENDER", "echo",
                "RINGKEY_LIMITS", "off",
                "RINGKEY_CODE_LENGTH", "9",
                "RINGKEY_OTLP_ENDPOINT", collected.url(),
                "RINGKEY_TRACED_PERCENT", "100"));
        program = RunningProgram.start(directory, settings);
        Client client = Client.of(program.url())
                .with("User-Agent", "traced-client")
                .with("X-Request-Id", "traced-request")
                .with("traceparent", "00-" + STRANGERS_TRACE + "-00f067aa0ba902b7-01");
        Person inviter = Person.signIn(client, Person.phone(RANGE, 1));
        String phone = Person.phone(RANGE, 2);
        String code = Person.code(client, phone);
        client.post("/api/users/token/", Map.of("phone", phone, "password", Person.wrong(code)));
        Person invited = Person.signIn(client, phone, code);
        var profile =
                Map.of("referral_code", inviter.inviteCode(), "email", "traced@mail.example", "city", "Tracetown");
        assertThat(invited.client().send("PATCH", "/api/users/me/", profile).status())
                .isEqualTo(200);
        invited.client().get("/api/users/" + invited.id() + "/logins/");
        client.get("/nowhere/traced-path?phone=%2B" + phone.substring(1));
        client.post("/api/users/token/refresh/", Map.of("refresh", invited.refresh()));
        PERSONAL.addAll(List.of(
                phone.substring(1),
                inviter.phone().substring(1),
                code,
                Person.wrong(code),
                inviter.inviteCode(),
                inviter.id(),
                invited.id(),
                invited.access(),
                invited.refresh(),
                "traced-client",
                "traced-request",
                "traced@",
                "Tracetown",
                "traced-path"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(collected.spans())
                        .extracting(Span::getName)
                        .contains(
                                "StreamingEventProcessor.process(InviteApplied)",
                                "http post /api/users/token/refresh"));
    }

    @AfterAll
    static void stop() {
        program.close();
        collected.close();
    }

    // C12, L1
    @Test
    void noSpanSaysWhose() {
        String all = collected.traces();

        assertThat(PERSONAL).allSatisfy(personal -> assertThat(all).doesNotContain(personal));
        assertThat(collected.spans()).allSatisfy(span -> {
            assertThat(span.getAttributesList())
                    .extracting(KeyValue::getKey)
                    .isSubsetOf("method", "uri", "status", "outcome", "exception");
            assertThat(span.getEventsList()).isEmpty();
            assertThat(span.toString()).doesNotContainPattern(UUID);
        });
    }

    @Test
    void aSignInIsOneTraceFromTheCallToTheProjections() {
        ByteString trace = one("EventBus.publishEvent(CodeVerified)").getTraceId();
        Span handled = ofTrace(trace).stream()
                .filter(span -> span.getName().equals("CommandBus.handleCommand(VerifyCode)"))
                .findFirst()
                .orElseThrow();

        assertThat(ancestry(handled))
                .last()
                .satisfies(call -> assertThat(call.getName()).isEqualTo("http post /api/users/token"));
        assertThat(ofTrace(trace))
                .extracting(Span::getName)
                .contains(
                        "EventBus.commitEvents",
                        "EventBus.publishEvent(CodeVerified)",
                        "StreamingEventProcessor.process(CodeVerified)");
        assertThat(ofTrace(trace))
                .filteredOn(span -> span.getName().startsWith("StreamingEventProcessor.process("))
                .allSatisfy(
                        span -> assertThat(ancestry(span).getLast().getName()).startsWith("http "));
    }

    @Test
    void everyTraceBeginsWithACall() {
        assertThat(collected.spans())
                .filteredOn(span -> span.getParentSpanId().isEmpty())
                .isNotEmpty()
                .allMatch(span -> span.getName().startsWith("http "));
        assertThat(collected.spans()).extracting(Span::getName).noneMatch(name -> name.contains("actuator"));
    }

    @Test
    void aStrangerDecidesNotInWhichTraceACallStands() {
        assertThat(collected.spans()).noneMatch(span -> hex(span.getTraceId()).equals(STRANGERS_TRACE));
    }

    @Test
    void anEventTakesItsTraceAlongAndNothingElse() {
        List<String> keys = ProgramDatabase.of(settings)
                .queryForList(
                        "SELECT DISTINCT jsonb_object_keys(convert_from(meta_data, 'UTF8')::jsonb)"
                                + " FROM event_store.domain_event",
                        String.class);

        assertThat(keys)
                .contains("traceparent")
                .isSubsetOf("traceparent", "actor", "request_id", "traceId", "correlationId");
    }

    @Test
    void metricsAreSentToo() {
        Path elsewhere = directory.resolve("elsewhere");
        try (RunningProgram other = another(elsewhere, settings)) {
            Person.signIn(Client.of(other.url()), Person.phone(RANGE, 3));
        }

        assertThat(collected.meters()).contains("ringkey.command", "ringkey.events", "http.server.requests");
    }

    @Test
    void nothingIsSentWhenNobodyIsNamed() {
        try (var others = new Collected()) {
            var quiet = new HashMap<>(ProgramDatabase.with(Map.of("RINGKEY_SMS_SENDER", "echo")));
            quiet.put("OTEL_EXPORTER_OTLP_ENDPOINT", others.url());
            quiet.put("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", others.url() + "/v1/traces");
            quiet.put("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", others.url() + "/v1/metrics");
            quiet.put("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", others.url() + "/v1/logs");
            try (RunningProgram other = another(directory.resolve("quiet"), quiet)) {
                Person.signIn(Client.of(other.url()), Person.phone(RANGE, 4));
            }

            assertThat(others.calls()).isEmpty();
            assertThat(ProgramDatabase.of(quiet)
                            .queryForObject(
                                    "SELECT count(*) FROM event_store.domain_event"
                                            + " WHERE convert_from(meta_data, 'UTF8') LIKE '%traceparent%'",
                                    Long.class))
                    .isZero();
        }
    }

    private static RunningProgram another(Path where, Map<String, String> settings) {
        if (!where.toFile().mkdirs()) {
            throw new IllegalStateException(where.toString());
        }
        return RunningProgram.start(where, settings);
    }

    private static Span one(String name) {
        return collected.spans().stream()
                .filter(span -> span.getName().equals(name))
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    private static List<Span> ofTrace(ByteString trace) {
        return collected.spans().stream()
                .filter(span -> span.getTraceId().equals(trace))
                .toList();
    }

    /** The span and those that it stands in, the outermost last. */
    private static List<Span> ancestry(Span span) {
        Map<ByteString, Span> byId =
                collected.spans().stream().collect(Collectors.toMap(Span::getSpanId, Function.identity()));
        var found = new ArrayList<Span>();
        for (Span at = span; at != null; at = byId.get(at.getParentSpanId())) {
            found.add(at);
        }
        assertThat(found.getLast().getParentSpanId())
                .as(found.getLast().getName())
                .isEqualTo(ByteString.EMPTY);
        return found;
    }

    private static String hex(ByteString bytes) {
        return java.util.HexFormat.of().formatHex(bytes.toByteArray());
    }
}
