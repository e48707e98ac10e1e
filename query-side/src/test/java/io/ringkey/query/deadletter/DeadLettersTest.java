package io.ringkey.query.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringkey.api.account.Role;
import io.ringkey.query.support.Calls;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DeadLettersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PATH = "/api/admin/dead-letters/";

    private static final RunningQuerySide SIDE = RunningQuerySide.start();
    private static final Calls ADMIN = Calls.as(Role.ADMIN, SIDE);

    private final TestPerson person = TestPerson.unregistered(SIDE);

    @AfterAll
    static void stop() {
        SIDE.close();
    }

    @AfterEach
    void forget() {
        SIDE.database()
                .sql("DROP FUNCTION IF EXISTS read_model.refuse() CASCADE")
                .update();
        SIDE.database().sql("DELETE FROM read_model.dead_letter").update();
        SIDE.database().sql("DELETE FROM command_state.audit_inbox").update();
    }

    @Test
    void areListedWithWhyAndWhatWaitsBehindThem() {
        person.lives("anna@example.org", "Омск");
        person.lives("anna@example.org", "Тверь");
        awaitLetters(2);

        List<JsonNode> letters = letters();

        JsonNode waits = letters.get(0);
        JsonNode fails = letters.get(1);
        assertThat(fails.get("position").asInt()).isZero();
        assertThat(fails.get("cause").asString()).isEqualTo("MissingRow: no row " + person.account() + " in profile");
        assertThat(waits.get("position").asInt()).isEqualTo(1);
        assertThat(waits.get("cause").isNull()).isTrue();
        for (JsonNode letter : letters) {
            assertThat(letter.get("projection").asString()).isEqualTo("profiles");
            assertThat(letter.get("type").asString()).isEqualTo("account.profile-changed");
            assertThat(letter.get("stream").asString())
                    .isEqualTo(person.account().toString());
            assertThat(letter.get("of_replay").asBoolean()).isFalse();
            assertThat(letter.get("payload").get("email").asString()).isEqualTo("a•••");
        }
        assertThat(waits.get("index").asLong()).isEqualTo(SIDE.last());
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(letters().get(1).get("tries").asInt()).isPositive());
        assertThat(ADMIN.json(PATH + "?projection=logins").get("items")).isEmpty();
        JsonNode first = ADMIN.json(PATH + "?projection=profiles&limit=1");
        assertThat(ADMIN.json(PATH + "?limit=1&cursor=" + first.get("next").asString())
                        .get("items")
                        .get(0)
                        .get("id"))
                .isEqualTo(fails.get("id"));
        // A7
        assertThat(looks()).anyMatch(look -> look.get("what").equals("/api/admin/dead-letters"));
    }

    @Test
    void areTriedAgainWhenSomebodyAsksForIt() {
        refuse();
        person.register(TestPerson.REGISTERED);
        person.lives(null, "Омск");
        awaitLetters(3);
        String id = letters().getLast().get("id").asString();

        var inVain = ADMIN.send("POST", PATH + id + "/retry/", "{}");
        assertThat(inVain.statusCode()).as(inVain.body()).isEqualTo(200);
        assertThat(inVain.body()).contains("\"projected\":0", "\"left\":3", "SQLSTATE P0001");
        // A pause of an hour, which asking does not wait for.
        SIDE.database()
                .sql("UPDATE read_model.dead_letter SET last_touched = '2100-01-01T00:00:00Z'")
                .update();
        SIDE.database().sql("DROP FUNCTION read_model.refuse() CASCADE").update();

        assertThat(ADMIN.post(PATH + id + "/retry/").body()).contains("\"projected\":3", "\"left\":0");
        assertThat(letters()).isEmpty();
        assertThat(SIDE.database()
                        .sql("SELECT city FROM read_model.profile WHERE account_id = ?")
                        .param(person.account())
                        .query(String.class)
                        .single())
                .isEqualTo("Омск");
        assertThat(ADMIN.post(PATH + id + "/retry/").statusCode()).isEqualTo(404);
    }

    @Test
    void areGivenUpForAReasonThatIsKeptFirst() {
        refuse();
        person.register(TestPerson.REGISTERED);
        awaitLetters(2);
        JsonNode letter = letters().getLast();
        String path = PATH + letter.get("id").asString() + "/";

        for (String bad : List.of(
                "{}",
                "{\"reason\":\" \"}",
                "{\"reason\":\"asked for by +7 913 674-00-00\"}",
                "{\"reason\":\"see anna@example.org\"}",
                "{\"reason\":\"" + "x".repeat(501) + "\"}")) {
            assertThat(ADMIN.send("DELETE", path, bad).statusCode()).as(bad).isEqualTo(400);
        }
        SIDE.database()
                .sql("ALTER TABLE command_state.audit_inbox RENAME TO audit_inbox_elsewhere")
                .update();
        try {
            assertThat(ADMIN.send("DELETE", path, "{\"reason\":\"a bug\"}").statusCode())
                    .isGreaterThanOrEqualTo(500);
        } finally {
            SIDE.database()
                    .sql("ALTER TABLE command_state.audit_inbox_elsewhere RENAME TO audit_inbox")
                    .update();
        }
        assertThat(letters()).hasSize(2);

        assertThat(ADMIN.send("DELETE", path, "{\"reason\":\"a bug, mended in release 12\"}")
                        .statusCode())
                .isEqualTo(204);

        assertThat(looks())
                .filteredOn(look -> look.get("reason") != null)
                .singleElement()
                .satisfies(look -> assertThat(look)
                        .containsEntry("reason", "a bug, mended in release 12")
                        .containsEntry("discarded_from", "profiles")
                        .containsEntry(
                                "discarded_event",
                                UUID.fromString(letter.get("event").asString())));
        assertThat(letters()).hasSize(1);
        assertThat(ADMIN.send("DELETE", path, "{\"reason\":\"again\"}").statusCode())
                .isEqualTo(404);
    }

    @Test
    void ofAReplayAreShownAndLeftToIt() {
        person.lives(null, "Омск");
        awaitLetters(1);
        String replay = "/api/admin/projections/profiles/replay/";
        ADMIN.post(replay);
        await().atMost(PATIENCE)
                .until(() -> ADMIN.json(replay).get("state").asString().equals("waiting"));

        JsonNode met = letters().getFirst();
        assertThat(met.get("of_replay").asBoolean()).isTrue();
        assertThat(met.get("projection").asString()).isEqualTo("profiles");
        String path = PATH + met.get("id").asString();
        assertThat(ADMIN.post(path + "/retry/").statusCode()).isEqualTo(409);
        assertThat(ADMIN.send("DELETE", path + "/", "{\"reason\":\"a bug\"}").statusCode())
                .isEqualTo(409);

        var page = Calls.inABrowserAs(Role.ADMIN, SIDE);
        assertThat(page.get("/admin/projections/", "Accept-Language", "en").body())
                .contains("met events that it could not take in", "the same as the view", "Let it take");
        assertThat(page.get("/admin/dead-letters/?projection=profiles", "Accept-Language", "ru")
                        .body())
                .contains("из перестроения", "account.profile-changed", "data-call=\"DELETE /api/admin/dead-letters/");
        ADMIN.delete(replay);
        await().atMost(PATIENCE).until(() -> SIDE.deadLetters() == 1);
    }

    @Test
    void areForAdminsAlone() { // A4
        for (String path : List.of(PATH, "/admin/dead-letters/", "/admin/projections/")) {
            assertThat(Calls.inABrowserAs(Role.MODERATOR, SIDE).get(path).statusCode())
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(Calls.as(Role.MODERATOR, SIDE).post(PATH + "x/retry/").statusCode())
                .isEqualTo(403);
        assertThat(Calls.as(Role.MODERATOR, SIDE)
                        .send("DELETE", PATH + "x/", "{\"reason\":\"a bug\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(Calls.asNobody(SIDE).get(PATH).statusCode()).isEqualTo(401);
    }

    private static List<JsonNode> letters() {
        return StreamSupport.stream(ADMIN.json(PATH).get("items").spliterator(), false)
                .toList();
    }

    private static void awaitLetters(int number) {
        await().atMost(PATIENCE).until(() -> SIDE.deadLetters() == number);
    }

    private static List<Map<String, Object>> looks() {
        return SIDE.database()
                .sql("SELECT * FROM command_state.audit_inbox")
                .query()
                .listOfRows();
    }

    private void refuse() {
        SIDE.database().sql("""
                        CREATE FUNCTION read_model.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                        BEGIN RAISE EXCEPTION 'no room'; END $$;
                        CREATE TRIGGER refuse BEFORE INSERT ON read_model.profile FOR EACH ROW
                        EXECUTE FUNCTION read_model.refuse()
                        """).update();
    }
}
