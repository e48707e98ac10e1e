package io.ringkey.command.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.ringkey.api.account.Role;
import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.People;
import io.ringkey.command.testing.People.Person;
import io.ringkey.command.testing.RunningCommandSide;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EndingSessionsTest {

    private static RunningCommandSide app;
    private static People people;

    @BeforeAll
    static void start() {
        app = RunningCommandSide.start(Map.of());
        people = new People(app);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    // T10
    @Test
    void endsOneAndLeavesTheOthers() {
        Person here = people.somebody();
        Person there = again(here);

        Answer ended = here.call("DELETE", session(there));

        assertThat(ended.status()).as(ended.toString()).isEqualTo(204);
        assertThat(ended.header("X-Event-Position")).isPresent();
        assertThat(ended.setCookies()).isEmpty();
        assertThat(there.patch(Map.of("city", "Омск")).status()).isEqualTo(401);
        assertThat(here.patch(Map.of("city", "Омск")).status()).isEqualTo(200);
        assertThat(reasons(there)).containsExactly("ENDED_BY_OWNER");
    }

    // T10
    @Test
    void endsAllAndOnesOwnToo() {
        Person here = people.somebody();
        Person there = again(here);

        Answer ended = here.call("DELETE", "/api/users/me/sessions/");

        assertThat(ended.status()).as(ended.toString()).isEqualTo(204);
        assertThat(ended.header("X-Event-Position")).isPresent();
        assertThat(ended.setCookies()).anyMatch(line -> line.startsWith("ringkey_session=;"));
        for (Person gone : List.of(here, there)) {
            assertThat(gone.patch(Map.of("city", "Омск")).status()).isEqualTo(401);
            assertThat(reasons(gone)).containsExactly("ENDED_BY_OWNER");
        }
    }

    @Test
    void forgetsTheRowsOfSessionsThatHaveLongBeenOver() {
        Person anna = people.somebody();
        Person ended = again(anna);
        Person idle = again(anna);
        anna.call("DELETE", session(ended));
        app.clock().advance(Duration.ofDays(180));
        Person here = again(anna);
        ForgetSessions forgetting = app.bean(ForgetSessions.class);

        forgetting.forget();

        assertThat(rowsOf(ended)).as("ended 180 days ago").isZero();
        assertThat(rowsOf(idle)).as("idle for less").isEqualTo(1);
        assertThat(ended.patch(Map.of()).status()).isEqualTo(401);
        assertThat(idle.patch(Map.of()).status()).isEqualTo(401);
        app.clock().advance(Duration.ofDays(100));
        forgetting.forget();
        assertThat(rowsOf(idle)).isZero();
        assertThat(rowsOf(here)).isEqualTo(1);
        assertThat(reasons(ended)).as("what happened stays on record").containsExactly("ENDED_BY_OWNER");
    }

    private static long rowsOf(Person person) {
        return app.jdbc()
                .sql("SELECT count(*) FROM command_state.session WHERE session_id = ?")
                .param(idOf(person))
                .query(Long.class)
                .single();
    }

    @Test
    void takesTheCookiesOfWhoeverEndsTheirOwn() {
        Person here = people.somebody();

        assertThat(here.call("DELETE", session(here)).setCookies())
                .anyMatch(line -> line.startsWith("ringkey_session=;"));
    }

    @Test
    void knowsNoSessionThatHasEndedNorOneOfAnotherNorNone() {
        Person here = people.somebody();
        Person there = again(here);
        Person boris = people.somebody();
        here.call("DELETE", session(there));

        for (String none : List.of(
                session(there),
                here.path() + "sessions/" + idOf(boris) + "/",
                here.path() + "sessions/" + new UUID(7, 7) + "/",
                here.path() + "sessions/nonsense/")) {
            Answer answer = here.call("DELETE", none);
            assertThat(answer.status()).as(none).isEqualTo(404);
            assertThat(answer.text("code")).isEqualTo("not-found");
        }
        assertThat(reasons(there)).hasSize(1);
        assertThat(reasons(boris)).isEmpty();
    }

    @Test
    void knowsNoSessionThatWasNotUsedForTooLong() {
        Person idle = people.somebody();
        app.clock().advance(Duration.ofDays(14));
        Person here = again(idle);

        assertThat(here.call("DELETE", session(idle)).status()).isEqualTo(404);
    }

    // A4
    @Test
    void isForThePersonAndForAdminsAlone() {
        Person anna = people.somebody();
        Person admin = people.somebody(Role.ADMIN);
        for (String path : List.of(session(anna), anna.path() + "sessions/")) {
            assertThat(app.call("DELETE", path, null).status()).isEqualTo(401);
            assertThat(people.somebody().call("DELETE", path).status()).isEqualTo(404);
            assertThat(people.somebody(Role.MODERATOR).call("DELETE", path).status())
                    .isEqualTo(403);
        }
        assertThat(anna.patch(Map.of("city", "Омск")).status()).isEqualTo(200);

        Answer one = admin.call("DELETE", session(anna));
        assertThat(one.status()).isEqualTo(204);
        assertThat(one.setCookies()).isEmpty();
        assertThat(reasons(anna)).containsExactly("ENDED_BY_ADMIN");
        Answer all = admin.call("DELETE", anna.path() + "sessions/");
        assertThat(all.status()).as("none is left to end").isEqualTo(204);
        assertThat(admin.call("DELETE", "/api/users/" + new UUID(7, 7) + "/sessions/")
                        .status())
                .isEqualTo(404);
    }

    private static Person again(Person person) {
        app.clock().advance(Duration.ofMinutes(2));
        Answer tokens = app.signIn(person.phone());
        assertThat(tokens.status()).as(tokens.toString()).isEqualTo(200);
        return new Person(app, person.id(), person.phone(), tokens.text("access"));
    }

    private static String session(Person person) {
        return person.path() + "sessions/" + idOf(person) + "/";
    }

    private static UUID idOf(Person person) {
        try {
            return UUID.fromString(
                    SignedJWT.parse(person.access()).getJWTClaimsSet().getStringClaim("sid"));
        } catch (ParseException notOurs) {
            throw new AssertionError(notOurs);
        }
    }

    private static List<String> reasons(Person person) {
        return app.jdbc()
                .sql("SELECT convert_from(payload, 'UTF8')::jsonb ->> 'reason' FROM event_store.domain_event"
                        + " WHERE aggregate_identifier = ? AND payload_type = 'session.ended'")
                .param(idOf(person))
                .query(String.class)
                .list();
    }
}
