package io.ringkey.query.processors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringkey.api.Personal;
import io.ringkey.api.account.AccountEvent.PhoneChanged;
import io.ringkey.api.account.Role;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Database errors are real ones: triggers on the read model refuse a row. Alone, because a program that starts meanwhile
 * sets up logging anew and takes away what listens to it.
 */
@Isolated
class EventsThatCannotBeProjectedTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final RunningQuerySide SIDE = RunningQuerySide.start();

    private final Projections projections = SIDE.bean(Projections.class);
    private final long before = profiles();

    @AfterAll
    static void stop() {
        SIDE.close();
    }

    @AfterEach
    void repair() {
        SIDE.database()
                .sql("DROP FUNCTION IF EXISTS read_model.refuse() CASCADE")
                .update();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(SIDE.deadLetters()).isZero());
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEFORE INSERT", "a deferred constraint"})
    void aDatabaseErrorInOneEventOfABatchCostsThatEventAlone(String when) { // R5
        SIDE.processor("profiles").shutDown();
        var people = new ArrayList<TestPerson>();
        for (int i = 0; i < 100; i++) {
            people.add(TestPerson.unregistered(SIDE));
        }
        refuse(people.get(57), when.startsWith("BEFORE"));
        people.forEach(person -> person.register(TestPerson.REGISTERED));
        SIDE.processor("profiles").start();

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(profiles() - before).isEqualTo(99);
            assertThat(whatWaits()).containsExactly("1 account.person-registered", "2 account.invite-code-given");
        });
        var later = TestPerson.registered(SIDE);
        await().atMost(PATIENCE).until(() -> exists(later));
        people.get(57).lives(null, "Омск");
        await().atMost(PATIENCE).until(() -> SIDE.deadLetters() == 3);

        allow();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(SIDE.deadLetters()).isZero());
        assertThat(profiles() - before).isEqualTo(101);
        assertThat(SIDE.database()
                        .sql("SELECT invite_code || ' ' || city FROM read_model.profile WHERE account_id = ?")
                        .param(people.get(57).account())
                        .query(String.class)
                        .single())
                .isEqualTo(people.get(57).inviteCode() + " Омск");
    }

    @Test
    void positionAndRowsAndDeadLettersAreCommittedTogether() {
        var person = TestPerson.unregistered(SIDE);
        refuse(person, true);
        // The third thing in that transaction fails, after the dead letter and before the commit.
        SIDE.database()
                .sql("ALTER TABLE read_model.dead_letter RENAME TO dead_letter_elsewhere")
                .update();
        person.register(TestPerson.REGISTERED);
        long stands = position();

        await().during(Duration.ofSeconds(3))
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(position()).isEqualTo(stands));

        SIDE.database()
                .sql("ALTER TABLE read_model.dead_letter_elsewhere RENAME TO dead_letter")
                .update();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(SIDE.deadLetters()).isEqualTo(2));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(position()).isEqualTo(SIDE.last()));
    }

    @Test
    void whatIsKeptAndLoggedOfAFailureHoldsNothingPersonal() { // L1
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.addAppender(log);
        try {
            var person = TestPerson.unregistered(SIDE);
            refuse(person, true);
            person.register(TestPerson.REGISTERED);
            await().atMost(PATIENCE).until(() -> SIDE.deadLetters() == 2);

            String cause = SIDE.database()
                    .sql("SELECT cause_message FROM read_model.dead_letter WHERE cause_message IS NOT NULL")
                    .query(String.class)
                    .single();
            assertThat(cause).contains("SQLSTATE P0001").doesNotContain(person.phone());
            assertThat(List.copyOf(log.list))
                    .isNotEmpty()
                    .noneMatch(line -> line.getFormattedMessage().contains(person.phone()))
                    .noneMatch(line -> line.getThrowableProxy() != null
                            && line.getThrowableProxy().getMessage() != null
                            && line.getThrowableProxy().getMessage().contains(person.phone()));
        } finally {
            root.detachAppender(log);
        }
    }

    @Test
    void raisesAnAlarmInLogAndMetrics() { // R5
        SIDE.bean(Progress.class).measure();
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var logger = (Logger) LoggerFactory.getLogger(Progress.class);
        logger.addAppender(log);
        try {
            var person = TestPerson.unregistered(SIDE);
            refuse(person, true);
            person.register(TestPerson.REGISTERED);

            await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> {
                assertThat(List.copyOf(log.list))
                        .anyMatch(line ->
                                line.getFormattedMessage().contains("profiles needs looking at: 2 dead letters"));
                assertThat(deadLetterGauge()).isEqualTo(2);
            });
            var health = SIDE.bean(ProjectionsHealth.class).health();
            assertThat(health.getStatus().getCode()).isEqualTo("UP");
            assertThat(health.getDetails().get("profiles")).asString().contains("alarm=true");

            allow();

            await().atMost(Duration.ofSeconds(30)).until(() -> deadLetterGauge() == 0);
        } finally {
            logger.detachAppender(log);
        }
    }

    // D2
    @Test
    void whatWasChangedInTheRecordIsRefusedReportedAndNeverShown() {
        SIDE.bean(Progress.class).measure();
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        SIDE.processor("profiles").shutDown();
        TestPerson flipped = TestPerson.registered(SIDE);
        TestPerson betweenFields = TestPerson.registered(SIDE);
        TestPerson betweenPeople = TestPerson.registered(SIDE);
        TestPerson betweenEvents = TestPerson.registered(SIDE);
        List<TestPerson> people = List.of(flipped, betweenFields, betweenPeople, betweenEvents);
        people.forEach(person -> person.lives("of-" + person.phone() + "@example.org", "Город " + person.phone()));
        SIDE.append(
                betweenEvents.account(),
                new PhoneChanged(
                        betweenEvents.account(),
                        Personal.of(betweenEvents.subject(), "+79990000000"),
                        betweenEvents.numberStream(),
                        null,
                        TestPerson.REGISTERED));
        change(flipped, "account.profile-changed", "email", kept -> {
            byte[] sealed = Base64.getUrlDecoder().decode(kept.substring("gcm:".length()));
            sealed[sealed.length / 2] ^= 1;
            return "gcm:" + Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
        });
        String city = kept(betweenFields, "account.profile-changed", "city");
        String email = kept(betweenFields, "account.profile-changed", "email");
        change(betweenFields, "account.profile-changed", "email", was -> city);
        change(betweenFields, "account.profile-changed", "city", was -> email);
        String another = kept(flipped, "account.profile-changed", "city");
        change(betweenPeople, "account.profile-changed", "city", was -> another);
        String former = kept(betweenEvents, "account.person-registered", "phone");
        change(betweenEvents, "account.phone-changed", "phone", was -> former);
        root.addAppender(log);
        try {
            SIDE.processor("profiles").start();
            await().atMost(PATIENCE).until(() -> SIDE.deadLetters() == people.size());
            SIDE.bean(Progress.class).measure();

            assertThat(SIDE.database()
                            .sql("SELECT cause_message FROM read_model.dead_letter")
                            .query(String.class)
                            .list())
                    .as("each by itself, with a reason")
                    .hasSize(people.size())
                    .allMatch(cause -> cause.contains("does not belong there"));
            assertThat(deadLetterGauge()).isEqualTo(people.size());
            assertThat(log.list)
                    .anyMatch(line -> line.getFormattedMessage()
                            .contains("profiles needs looking at: " + people.size() + " dead letters"));
            assertThat(SIDE.database()
                            .sql("SELECT count(*) FROM read_model.profile WHERE account_id IN (:those) AND city IS NULL"
                                    + " AND email IS NULL")
                            .param(
                                    "those",
                                    people.subList(0, 3).stream()
                                            .map(TestPerson::account)
                                            .toList())
                            .query(Integer.class)
                            .single())
                    .isEqualTo(3);
            for (TestPerson person : people) {
                long index =
                        position(person, person == betweenEvents ? "account.phone-changed" : "account.profile-changed");
                var shown = SIDE.getAs(SIDE.token(SIDE.newId(), Role.ADMIN), "/api/admin/events/" + index + "/");
                assertThat(shown.body())
                        .contains("(unreadable)")
                        .doesNotContain(person.phone().substring(1), "example.org", "gcm:");
            }
            assertThat(log.list.stream().map(ILoggingEvent::getFormattedMessage))
                    .anyMatch(line -> line.contains("is not shown") && line.contains("does not belong there"))
                    .noneMatch(line -> people.stream().anyMatch(person -> line.contains(person.phone())));
        } finally {
            root.detachAppender(log);
            // What was changed cannot be mended: these letters are copies of it.
            SIDE.database().sql("DELETE FROM read_model.dead_letter").update();
        }
    }

    private static String kept(TestPerson person, String type, String field) {
        return payload(person, type).path(field).path("value").asString();
    }

    private static void change(TestPerson person, String type, String field, UnaryOperator<String> change) {
        var payload = (ObjectNode) payload(person, type);
        ((ObjectNode) payload.get(field)).put("value", change.apply(kept(person, type, field)));
        SIDE.database()
                .sql("UPDATE event_store.domain_event SET payload = ? WHERE global_index = ?")
                .params(JsonMapper.shared().writeValueAsBytes(payload), position(person, type))
                .update();
    }

    private static JsonNode payload(TestPerson person, String type) {
        return JsonMapper.shared()
                .readTree(SIDE.database()
                        .sql("SELECT payload FROM event_store.domain_event WHERE global_index = ?")
                        .param(position(person, type))
                        .query(byte[].class)
                        .single());
    }

    private static long position(TestPerson person, String type) {
        return SIDE.database()
                .sql("SELECT global_index FROM event_store.domain_event"
                        + " WHERE aggregate_identifier = ? AND payload_type = ?")
                .params(person.account(), type)
                .query(Long.class)
                .single();
    }

    private static double deadLetterGauge() {
        return SIDE.bean(MeterRegistry.class)
                .get("ringkey.projection.dead.letters")
                .tag("projection", "profiles")
                .gauge()
                .value();
    }

    private void refuse(TestPerson person, boolean atOnce) {
        SIDE.database().sql("""
                        CREATE FUNCTION read_model.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                        BEGIN
                            IF NEW.phone = '%s' THEN
                                RAISE EXCEPTION 'no room for %%', NEW.phone USING DETAIL = NEW.phone;
                            END IF;
                            RETURN NEW;
                        END $$
                        """.formatted(person.phone())).update();
        SIDE.database()
                .sql(
                        atOnce
                                ? "CREATE TRIGGER refuse BEFORE INSERT ON read_model.profile FOR EACH ROW"
                                        + " EXECUTE FUNCTION read_model.refuse()"
                                : "CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON read_model.profile"
                                        + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION read_model.refuse()")
                .update();
    }

    private void allow() {
        SIDE.database().sql("DROP FUNCTION read_model.refuse() CASCADE").update();
    }

    private static long profiles() {
        return SIDE.database()
                .sql("SELECT count(*) FROM read_model.profile")
                .query(Long.class)
                .single();
    }

    private boolean exists(TestPerson person) {
        return SIDE.database()
                .sql("SELECT count(*) FROM read_model.profile WHERE account_id = ?")
                .param(person.account())
                .query(Long.class)
                .single()
                .equals(1L);
    }

    private List<String> whatWaits() {
        return SIDE.database()
                .sql("SELECT sequence_index || ' ' || payload_type FROM read_model.dead_letter ORDER BY sequence_index")
                .query(String.class)
                .list();
    }

    private long position() {
        return projections.positions("profiles").stream()
                .mapToLong(StoredPosition::index)
                .min()
                .orElse(0);
    }
}
