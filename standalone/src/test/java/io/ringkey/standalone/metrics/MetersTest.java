package io.ringkey.standalone.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.ringkey.api.FailureCode;
import io.ringkey.api.WireNames;
import io.ringkey.api.limit.LimitRule;
import io.ringkey.eventstore.EventCatalogue;
import io.ringkey.standalone.metrics.Scrape.Sample;
import io.ringkey.standalone.support.Checkout;
import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.Person;
import io.ringkey.standalone.support.SharedProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.axonframework.commandhandling.CommandHandler;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the program measures of itself: for whom it is written, by what it is told apart, and what it never says. */
class MetersTest {

    private static final int RANGE = 910;
    private static final Path OPERATIONS = Checkout.root().resolve("docs/operations.md");
    private static final String TABLE = "| Meter | Kind | Labels | What it tells |";
    private static final String LINE = "|---|---|---|---|";
    private static final Set<String> PROJECTIONS = Set.of("profiles", "logins", "sessions", "figures");

    /** What callers sent, none of which may stand in a label. */
    private static final List<String> SENT = new ArrayList<>();

    private static Scrape scrape;

    @BeforeAll
    static void muchHappens() {
        Client client = SharedProgram.client();
        Person inviter = Person.signIn(client, Person.phone(RANGE, 1));
        String phone = Person.phone(RANGE, 2);
        String code = Person.code(client, phone);
        client.post("/api/users/token/", Map.of("phone", phone, "password", Person.wrong(code)));
        Person invited = Person.signIn(client, phone, code);
        invited.client().put("/api/users/me/", Map.of("referral_code", "ZZZZZZ"));
        var profile =
                Map.of("referral_code", inviter.inviteCode(), "email", "someone@meters.example", "city", "Metersburg");
        assertThat(invited.client().send("PATCH", "/api/users/me/", profile).status())
                .isEqualTo(200);
        client.post("/api/users/token/refresh/", Map.of("refresh", invited.refresh()));
        client.post("/api/users/token/refresh/", Map.of("refresh", invited.refresh()));
        client.as("not.a.token-of-meters").get("/api/users/me/");
        for (int number = 0; number < 40; number++) {
            String nowhere = "/nowhere-of-meters" + number + "/" + phone.substring(1) + "/" + invited.id();
            client.get(nowhere + "?phone=%2B" + phone.substring(1));
            client.send("METERS" + number, nowhere, null);
            client.with("User-Agent", "meters/" + number).get("/api/users/%7Bmeters%7D" + number + "/");
        }
        SENT.addAll(List.of(
                phone.substring(1),
                inviter.phone().substring(1),
                code,
                inviter.inviteCode(),
                inviter.id(),
                invited.id(),
                invited.access(),
                invited.refresh(),
                "ZZZZZZ",
                "someone@",
                "Metersburg",
                "of-meters",
                "METERS",
                "meters/",
                "meters}"));
        Awaitility.await().untilAsserted(() -> {
            scrape = Scrape.of(SharedProgram.get());
            assertThat(scrape.named("ringkey_projection_batch_events_count"))
                    .hasSize(PROJECTIONS.size())
                    .allMatch(sample -> sample.value() > 0);
        });
    }

    @Test
    void everyLabelIsOneOfAClosedSet() {
        Map<String, Set<String>> closed = Map.of(
                "command", commands(),
                "outcome", Set.of("applied", "refused", "put-off", "failed", "taken", "undone", "unknown"),
                "type", new EventCatalogue().all().keySet(),
                "code",
                        Arrays.stream(FailureCode.values())
                                .map(FailureCode::code)
                                .collect(Collectors.toSet()),
                "rule", Arrays.stream(LimitRule.values()).map(WireNames::of).collect(Collectors.toSet()),
                "projection", PROJECTIONS,
                "automation", Set.of("keep-erasures"),
                "sender", Set.of("echo", "outbox", "webhook"));

        assertThat(ours())
                .allSatisfy(sample -> assertThat(sample.labels()).allSatisfy((label, value) -> {
                    if (label.equals("le")) {
                        assertThat(value).matches("[0-9.E-]+|\\+Inf");
                    } else {
                        assertThat(closed).as(sample.name()).containsKey(label);
                        assertThat(closed.get(label)).as(sample.toString()).contains(value);
                    }
                }));
    }

    // C12
    @Test
    void noLabelHoldsWhatACallerSent() {
        assertThat(scrape.samples())
                .allSatisfy(sample -> assertThat(sample.labels().entrySet())
                        .filteredOn(label -> !label.getKey().equals("le"))
                        .allSatisfy(label -> assertThat(SENT).noneMatch(label.getValue()::contains)));
    }

    @Test
    void callsToNowhereAreOneRoute() {
        assertThat(scrape.named("http_server_requests_seconds_count"))
                .filteredOn(sample -> sample.labels().get("status").equals("404"))
                .extracting(sample -> sample.labels().get("uri"))
                .contains("/**");
        assertThat(scrape.named("http_server_requests_seconds_count"))
                .extracting(sample -> sample.labels().get("method"))
                .isSubsetOf("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "UNKNOWN");
        assertThat(scrape.named("http_server_requests_seconds_count"))
                .extracting(sample -> sample.labels().get("uri"))
                .contains("/api/users/{user_id}", "/api/users/login", "/api/users/token");
    }

    @Test
    void aCallIsMeasuredOnce() {
        assertThat(scrape.names())
                .contains("http_server_requests_seconds_count", "hikaricp_connections_pending", "jvm_memory_used_bytes")
                .noneMatch(name -> name.startsWith("spring_")
                        || name.startsWith("tasks_")
                        || name.startsWith("http_server_requests_active"));
    }

    @Test
    void whatHappenedIsCounted() {
        assertThat(value("ringkey_events_total", "type", "verification.code-verified"))
                .isGreaterThanOrEqualTo(2);
        assertThat(value("ringkey_events_total", "type", "referral.invite-applied"))
                .isPositive();
        assertThat(value("ringkey_failures_total", "code", "code.wrong")).isPositive();
        assertThat(value("ringkey_failures_total", "code", "not-found")).isPositive();
        assertThat(scrape.named("ringkey_command_seconds_count"))
                .filteredOn(sample -> sample.labels().equals(Map.of("command", "VerifyCode", "outcome", "refused")))
                .singleElement()
                .satisfies(sample -> assertThat(sample.value()).isPositive());
        assertThat(value("ringkey_send_wait_seconds_count", "sender", "echo")).isPositive();
        assertThat(value("ringkey_projection_delay_seconds_count", "projection", "profiles"))
                .isPositive();
        assertThat(scrape.named("ringkey_append_seconds_count").getFirst().value())
                .isPositive();
    }

    @Test
    void theDashboardAsksForWhatThereIs() throws IOException {
        assertThat(Queries.ofDashboard()).hasSizeGreaterThan(50).allSatisfy(this::isAnswered);
        assertThat(Queries.dashboard().path("panels").valueStream())
                .filteredOn(panel -> panel.path("type").asString().equals("row"))
                .extracting(panel -> panel.path("title").asString())
                .containsExactly(
                        "Sign-ins",
                        "Refusals and limits",
                        "Commands",
                        "Record",
                        "Projections",
                        "Replay",
                        "Sends",
                        "Pool, HTTP, JVM");
        assertThat(Queries.dashboard().path("panels").valueStream())
                .flatExtracting(panel -> panel.path("targets").valueStream().toList())
                .allMatch(target ->
                        target.path("datasource").path("uid").asString().equals("${datasource}"));
    }

    @Test
    void theAlertsAskForWhatThereIs() throws IOException {
        assertThat(Queries.ofAlerts()).hasSizeGreaterThan(10).allSatisfy(this::isAnswered);
    }

    /** {@code -Dringkey.regenerate} writes the table. */
    @Test
    void everyMeterIsDescribedForOperators() throws IOException {
        List<String> written = Files.readAllLines(OPERATIONS);
        int begin = written.indexOf(TABLE);
        assertThat(begin).isPositive();
        int end = begin;
        while (end < written.size() && written.get(end).startsWith("|")) {
            end++;
        }
        List<String> expected = table();
        if (Boolean.getBoolean("ringkey.regenerate")) {
            var lines = new ArrayList<>(written.subList(0, begin));
            lines.addAll(expected);
            lines.addAll(written.subList(end, written.size()));
            Files.write(OPERATIONS, lines);
            return;
        }
        assertThat(written.subList(begin, end)).isEqualTo(expected);
    }

    private static List<String> table() {
        return Stream.concat(
                        Stream.of(TABLE, LINE),
                        scrape.kinds().entrySet().stream()
                                .filter(family -> family.getKey().startsWith("ringkey_"))
                                .filter(family -> !isMaximum(family.getKey()))
                                .map(family -> "| `%s` | %s | %s | %s |"
                                        .formatted(
                                                family.getKey(),
                                                family.getValue(),
                                                scrape.labelsOf(family.getKey()).stream()
                                                        .map("`%s`"::formatted)
                                                        .collect(Collectors.joining(", ")),
                                                scrape.descriptions().get(family.getKey()))))
                .toList();
    }

    private static boolean isMaximum(String family) {
        return family.endsWith("_max") && scrape.kinds().containsKey(family.replaceFirst("_max$", ""));
    }

    /** Of what comes only with trouble, such as calls that fail, the labels at least. */
    private void isAnswered(Queries.Selector selector) {
        List<Sample> series = scrape.named(selector.metric());
        assertThat(series).as("%s: %s", selector.where(), selector.metric()).isNotEmpty();
        if (selector.metric().startsWith("ringkey_") && !selector.metric().startsWith("ringkey_command_")) {
            assertThat(series).as(selector.toString()).anyMatch(selector::picks);
        } else {
            assertThat(selector.conditions())
                    .as(selector.toString())
                    .allMatch(condition -> series.getFirst().labels().containsKey(condition.label()));
        }
    }

    private static List<Sample> ours() {
        return scrape.samples().stream()
                .filter(sample -> sample.name().startsWith("ringkey_"))
                .toList();
    }

    private static double value(String name, String label, String value) {
        return scrape.named(name).stream()
                .filter(sample -> value.equals(sample.labels().get(label)))
                .mapToDouble(Sample::value)
                .sum();
    }

    /** Every command that has a handler, by its class. */
    private static Set<String> commands() {
        return new ClassFileImporter()
                .importPackages("io.ringkey.command").stream()
                        .flatMap(type -> type.getCodeUnits().stream())
                        .filter(unit -> unit.isAnnotatedWith(CommandHandler.class))
                        .map(JavaCodeUnit::getRawParameterTypes)
                        .map(List::getFirst)
                        .map(JavaClass::getSimpleName)
                        .collect(Collectors.toSet());
    }
}
