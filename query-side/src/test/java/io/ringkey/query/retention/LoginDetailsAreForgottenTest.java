package io.ringkey.query.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringkey.api.Personal;
import io.ringkey.api.account.Role;
import io.ringkey.api.session.SessionEvent.SessionOpened;
import io.ringkey.api.session.SessionEvent.SessionSeenElsewhere;
import io.ringkey.api.verification.DeviceClass;
import io.ringkey.api.verification.VerificationEvent.WrongCodeGiven;
import io.ringkey.api.verification.Way;
import io.ringkey.query.support.Calls;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class LoginDetailsAreForgottenTest {

    private static final RunningQuerySide SIDE = RunningQuerySide.start(Map.of("RINGKEY_LOGIN_DETAILS_KEPT", "P10D"));
    private static final Calls ADMIN = Calls.as(Role.ADMIN, SIDE);
    private static final Instant NOW = SIDE.bean(Clock.class).instant();
    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(11));
    private static final Instant LATELY = NOW.minus(Duration.ofDays(9));
    private static final String ADDRESS = "203.0.113.7";
    private static final String CLIENT = "curl/8.5.0";

    private final TestPerson person = TestPerson.registered(SIDE);
    private final UUID stream = person.numberStream();

    @AfterAll
    static void stop() {
        SIDE.close();
    }

    @Test
    void ofWhatIsProjectedLate() {
        SIDE.append(stream, wrong(LONG_AGO), wrong(LATELY));
        SIDE.settle();

        assertThat(entries()).containsExactly("null null", ADDRESS + " " + CLIENT);
        assertThat(history()).containsExactly(ADDRESS + " " + CLIENT, "null null");
    }

    @Test
    void ofWhatHasGrownOld() {
        SIDE.append(stream, wrong(LATELY), wrong(LATELY));
        SIDE.settle();
        SIDE.database()
                .sql("UPDATE read_model.login_entry SET at = ? WHERE stream_id = ? AND position = ?")
                .params(LONG_AGO.atOffset(ZoneOffset.UTC), stream, SIDE.last())
                .update();
        assertThat(entries()).containsOnly(ADDRESS + " " + CLIENT);
        assertThat(history()).as("at once").containsExactly(ADDRESS + " " + CLIENT, "null null");

        forget();

        assertThat(entries()).as("in the rows").containsExactly(ADDRESS + " " + CLIENT, "null null");
    }

    @Test
    void howeverManyThereAre() {
        for (int i = 0; i < 5; i++) {
            SIDE.append(stream, wrong(LATELY));
        }
        SIDE.settle();
        SIDE.database()
                .sql("UPDATE read_model.login_entry SET at = ? WHERE stream_id = ?")
                .params(LONG_AGO.atOffset(ZoneOffset.UTC), stream)
                .update();

        var logins = holders().stream()
                .filter(holder -> holder.getClass().getName().contains("login"))
                .findFirst()
                .orElseThrow();
        Instant before = NOW.minus(Duration.ofDays(10));

        assertThat(logins.forgetDetails(before, 3)).isEqualTo(3);
        assertThat(logins.forgetDetails(before, 3)).isEqualTo(2);
        assertThat(logins.forgetDetails(before, 3)).isZero();
        assertThat(entries()).containsOnly("null null");
    }

    @Test
    void andAReplayDoesNotBringThemBack() {
        UUID over = opened(LONG_AGO);
        SIDE.append(stream, wrong(LONG_AGO), wrong(LATELY));
        SIDE.settle();
        var before = entries();

        for (String projection : List.of("logins", "sessions")) {
            var processor = SIDE.processor(projection);
            processor.shutDown();
            processor.resetTokens();
            processor.start();
        }
        await().untilAsserted(() -> assertThat(entries()).isEqualTo(before));
        SIDE.settle();

        assertThat(before).contains("null null", ADDRESS + " " + CLIENT);
        assertThat(session(over)).isEqualTo("null null");
        assertThat(SIDE.deadLetters()).isZero();
    }

    @Test
    void ofSessionsThatAreOverAndNotOfThoseThatLive() {
        UUID living = opened(LONG_AGO, true);
        UUID over = opened(LATELY);
        SIDE.append(
                living,
                new SessionSeenElsewhere(
                        living, person.account(), LONG_AGO.plusSeconds(5), personal("198.51.100.9"), null));
        SIDE.settle();
        SIDE.database()
                .sql("UPDATE read_model.session SET seen_at = ? WHERE session_id = ?")
                .params(LONG_AGO.atOffset(ZoneOffset.UTC), over)
                .update();

        forget();

        assertThat(session(living)).isEqualTo("198.51.100.9 null");
        assertThat(session(over)).isEqualTo("null null");
    }

    // A7
    @Test
    void whereTheRecordIsInspected() {
        SIDE.append(stream, wrong(LATELY));
        SIDE.settle();
        String path = "/api/admin/events/?ip=" + ADDRESS + "&stream=" + stream;
        var shown = ADMIN.json(path).get("items");
        assertThat(shown).hasSize(1);
        assertThat(shown.get(0).get("payload").get("address").asString()).isEqualTo("2•••");

        SIDE.database()
                .sql("UPDATE event_store.domain_event SET time_stamp = ? WHERE global_index = ?")
                .params(LONG_AGO.atOffset(ZoneOffset.UTC), SIDE.last())
                .update();
        SIDE.database()
                .sql("UPDATE read_model.login_entry SET at = ? WHERE position = ?")
                .params(LONG_AGO.atOffset(ZoneOffset.UTC), SIDE.last())
                .update();

        var payload = ADMIN.json("/api/admin/events/" + SIDE.last() + "/").get("payload");
        assertThat(payload.get("address").isNull()).isTrue();
        assertThat(payload.get("user_agent").isNull()).isTrue();
        assertThat(ADMIN.json(path).get("items")).isEmpty();
    }

    @Test
    void whereAPersonsDataAreExported() {
        UUID over = opened(LONG_AGO, true);
        SIDE.append(stream, wrong(LATELY));
        person.ownsTheirSubject();
        SIDE.settle();
        SIDE.database()
                .sql("UPDATE command_state.session_access SET expires_at = ? WHERE session_id = ?")
                .params(LATELY.atOffset(ZoneOffset.UTC), over)
                .update();
        SIDE.database()
                .sql("UPDATE read_model.session SET address = ? WHERE session_id = ?")
                .params(ADDRESS, over)
                .update();
        assertThat(ADMIN.json(person.path("/export/")).at("/events").toString()).contains(ADDRESS);

        SIDE.database()
                .sql("UPDATE event_store.domain_event SET time_stamp = ? WHERE aggregate_identifier IN (?, ?)")
                .params(LONG_AGO.atOffset(ZoneOffset.UTC), stream, over)
                .update();
        var export = ADMIN.json(person.path("/export/"));

        assertThat(export.at("/events").toString())
                .contains("verification.wrong-code-given", "session.opened", person.phone())
                .doesNotContain(ADDRESS, CLIENT);
        assertThat(export.at("/sessions/0/id").asString()).isEqualTo(over.toString());
        assertThat(export.at("/sessions").toString()).doesNotContain(ADDRESS);
    }

    private static void forget() {
        holders().forEach(holder -> holder.forgetDetails(NOW.minus(Duration.ofDays(10)), 1_000));
    }

    private static List<HoldsLoginDetails> holders() {
        return SIDE.beans(HoldsLoginDetails.class);
    }

    private UUID opened(Instant at) {
        return opened(at, false);
    }

    private UUID opened(Instant at, boolean lives) {
        UUID session = SIDE.newId();
        if (lives) {
            SIDE.database()
                    .sql("INSERT INTO command_state.session_access VALUES (?, ?, 'user', false, false, ?, ?, NULL)")
                    .params(
                            session,
                            person.account(),
                            NOW.plusSeconds(600).atOffset(ZoneOffset.UTC),
                            at.atOffset(ZoneOffset.UTC))
                    .update();
        }
        SIDE.append(
                session,
                new SessionOpened(
                        session,
                        person.account(),
                        person.subject(),
                        SIDE.newId(),
                        Way.TOKEN_PAIR,
                        DeviceClass.UNRECOGNISED,
                        at,
                        at.plusSeconds(600),
                        personal(ADDRESS),
                        personal(CLIENT)));
        return session;
    }

    private WrongCodeGiven wrong(Instant at) {
        return new WrongCodeGiven(stream, SIDE.newId(), 1, at, personal(ADDRESS), personal(CLIENT));
    }

    private Personal personal(String value) {
        return Personal.of(person.subject(), value);
    }

    private List<String> entries() {
        return rows("read_model.login_entry WHERE stream_id = ? ORDER BY position", stream);
    }

    private static @Nullable String session(UUID session) {
        return rows("read_model.session WHERE session_id = ?", session).getFirst();
    }

    private static List<String> rows(String from, UUID id) {
        return SIDE.database()
                .sql("SELECT coalesce(address, 'null') || ' ' || coalesce(user_agent, 'null') FROM " + from)
                .param(id)
                .query(String.class)
                .list();
    }

    /** Newest first. */
    private List<String> history() {
        return ADMIN.json(person.path("/logins/"))
                .get("items")
                .valueStream()
                .map(item -> item.get("address").asString("null") + " "
                        + item.get("user_agent").asString("null"))
                .toList();
    }
}
