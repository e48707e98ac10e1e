package io.ringkey.command.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.account.Role;
import io.ringkey.command.avatar.Files;
import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.LegibleFields;
import io.ringkey.command.testing.People;
import io.ringkey.command.testing.People.Part;
import io.ringkey.command.testing.People.Person;
import io.ringkey.command.testing.RunningCommandSide;
import io.ringkey.eventstore.PersonalFields;
import io.ringkey.eventstore.PersonalFields.Place;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ErasingTest {

    private static final List<String> TABLES =
            List.of("account", "phone_number", "invite_code", "avatar", "session", "session_access");

    private static RunningCommandSide app;
    private static People people;

    @BeforeAll
    static void start() {
        // No read side at all here: writes do without.
        app = RunningCommandSide.start(Map.of(), List.of(LegibleFields.class));
        people = new People(app);
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void deletesAllThatTheWriteSideKeepsOfAPerson() {
        Person anna = people.somebody();
        anna.form("PATCH", Part.text("city", "Омск"), Part.file("avatar", "me.png", Files.png(20, 20)));
        app.clock().advance(Duration.ofMinutes(2));
        app.askForCode(anna.phone());
        for (String table : TABLES) {
            assertThat(rows(table, anna)).as(table).isPositive();
        }
        assertThat(deliveriesTo(anna)).isPositive();

        Answer erased = anna.call("DELETE", anna.path());

        assertThat(erased.status()).as(erased.toString()).isEqualTo(204);
        assertThat(erased.header("X-Event-Position")).isPresent();
        assertThat(erased.setCookies()).anyMatch(cookie -> cookie.startsWith("ringkey_session=;"));
        for (String table : TABLES) {
            assertThat(rows(table, anna)).as(table).isZero();
        }
        assertThat(deliveriesTo(anna)).isZero();
        assertThat(anna.events()).endsWith("account.erased");
        assertThat(app.events("session.")).contains("session.ended");
    }

    // D1
    @Test
    void takesWhatTheRecordSaysOfThemAndLeavesWhatItSaysOfOthers() {
        Person anna = people.somebody();
        Person boris = people.somebody();
        for (Person person : List.of(anna, boris)) {
            person.patch(Map.of("city", "Семипалатинск", "email", "who-is-it@example.org"));
        }
        assertThat(personal(anna))
                .contains(
                        "account.person-registered phone " + anna.phone(),
                        "account.profile-changed city Семипалатинск",
                        "account.profile-changed email who-is-it@example.org",
                        "verification.code-requested phone " + anna.phone(),
                        "verification.code-verified address 127.0.0.1",
                        "session.opened address 127.0.0.1");
        assertThat(record())
                .as("what the table of events holds")
                .doesNotContain(anna.phone().substring(2), "Семипалатинск", "who-is-it", "127.0.0.1");

        anna.call("DELETE", anna.path());

        assertThat(personal(anna)).isEmpty();
        assertThat(personal(boris))
                .contains(
                        "account.profile-changed city Семипалатинск",
                        "verification.code-requested phone " + boris.phone());
    }

    /** What can be read in the events of a person's account, of their sessions and of the number that they registered. */
    private static List<String> personal(Person person) {
        String account = person.id().toString();
        return app
                .jdbc()
                .sql("""
                        WITH event AS (
                            SELECT aggregate_identifier::text AS stream, payload_type,
                                   convert_from(payload, 'UTF8')::jsonb AS payload
                              FROM event_store.domain_event)
                        SELECT e.payload_type, f.key, f.value ->> 'subject', f.value ->> 'value'
                          FROM event e, jsonb_each(e.payload) f
                         WHERE jsonb_typeof(f.value) = 'object' AND f.value ->> 'value' IS NOT NULL
                           AND (e.payload ->> 'account' = ? OR e.stream IN (
                                SELECT payload ->> 'number_stream' FROM event WHERE stream = ?))
                        """)
                .params(account, account)
                .query((row, number) -> {
                    var place = new Place(UUID.fromString(row.getString(3)), row.getString(1), row.getString(2));
                    String value = app.bean(PersonalFields.class).open(place, row.getString(4));
                    return value == null ? "" : String.join(" ", place.event(), place.field(), value);
                })
                .list()
                .stream()
                .filter(Predicate.not(String::isEmpty))
                .toList();
    }

    private static String record() {
        return app.jdbc()
                .sql("SELECT string_agg(convert_from(payload, 'UTF8') || convert_from(meta_data, 'UTF8'), ' ')"
                        + " FROM event_store.domain_event")
                .query(String.class)
                .single();
    }

    // T10
    @Test
    void endsAccessAtOnce() {
        Person anna = people.somebody();
        assertThat(anna.call("DELETE", "/api/users/me/").status()).isEqualTo(204);

        assertThat(anna.patch(Map.of("city", "Омск")).status()).isEqualTo(401);
        assertThat(anna.call("DELETE", anna.path()).status()).isEqualTo(401);
    }

    @Test
    void letsTheNumbersNextHolderStartAfresh() {
        Person anna = people.somebody();
        anna.call("DELETE", anna.path());
        app.clock().advance(Duration.ofMinutes(10));

        Answer tokens = app.signIn(anna.phone());

        assertThat(tokens.status()).as(tokens.toString()).isEqualTo(200);
        assertThat(tokens.text("user_id")).isNotEqualTo(anna.id().toString());
        assertThat(app.jdbc()
                        .sql("SELECT count(DISTINCT aggregate_identifier) FROM event_store.domain_event"
                                + " WHERE payload_type = 'verification.code-requested'"
                                + " AND convert_from(payload, 'UTF8')::jsonb -> 'phone' ->> 'value' IN"
                                + " (SELECT kept FROM legible.field WHERE value = ?)")
                        .param(anna.phone())
                        .query(Long.class)
                        .single())
                .isEqualTo(2);
    }

    @Test
    void voidsTheInviteCodeAndKeepsWhoBroughtWhom() {
        Person anna = people.somebody();
        Person boris = people.somebody();
        String code = people.codeOf(anna.id()).value();
        assertThat(boris.patch(Map.of("referral_code", code)).status()).isEqualTo(200);

        anna.call("DELETE", anna.path());

        assertThat(people.somebody().patch(Map.of("referral_code", code)).status())
                .isEqualTo(422);
        assertThat(boris.patch(Map.of("referral_code", code)).status()).isEqualTo(200);
        assertThat(app.jdbc()
                        .sql("SELECT count(*) FROM command_state.referral WHERE account_id = ? AND inviter_id = ?")
                        .params(boris.id().value(), anna.id().value())
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
    }

    // A4
    @Test
    void isForThePersonAndForAdminsAlone() {
        Person anna = people.somebody();
        assertThat(app.call("DELETE", anna.path(), null).status()).isEqualTo(401);
        assertThat(people.somebody().call("DELETE", anna.path()).status()).isEqualTo(404);
        assertThat(people.somebody(Role.MODERATOR).call("DELETE", anna.path()).status())
                .isEqualTo(403);
        assertThat(rows("account", anna)).isEqualTo(1);

        Person admin = people.somebody(Role.ADMIN);
        Answer erased = admin.call("DELETE", anna.path());
        assertThat(erased.status()).isEqualTo(204);
        // The admin's own browser stays signed in.
        assertThat(erased.setCookies()).isEmpty();
        assertThat(admin.call("DELETE", anna.path()).status()).isEqualTo(404);
        assertThat(admin.call("DELETE", "/api/users/01900000-0000-7000-8000-000000000001/")
                        .status())
                .isEqualTo(404);
        assertThat(admin.call("DELETE", admin.path()).status()).isEqualTo(204);
    }

    @Test
    void leavesNoWayInWhenASignInRunsBesideIt() {
        for (int round = 0; round < 10; round++) {
            Person anna = people.somebody();
            app.clock().advance(Duration.ofMinutes(10));
            String code = app.askForCode(anna.phone()).text("auth_code");
            Person fresh = new Person(
                    app,
                    anna.id(),
                    anna.phone(),
                    app.postToken(anna.phone(), code).text("access"));
            app.clock().advance(Duration.ofMinutes(2));
            String another = app.askForCode(anna.phone()).text("auth_code");

            List<Answer> answers = RunningCommandSide.together(List.<Callable<Answer>>of(
                    () -> fresh.call("DELETE", fresh.path()), () -> app.postToken(anna.phone(), another)));

            assertThat(answers.get(0).status()).as(answers.toString()).isEqualTo(204);
            if (answers.get(1).status() == 200
                    && answers.get(1).text("user_id").equals(anna.id().toString())) {
                var late =
                        new Person(app, anna.id(), anna.phone(), answers.get(1).text("access"));
                assertThat(late.patch(Map.of("city", "Омск")).status()).isEqualTo(401);
            }
            assertThat(rows("session_access", anna)).isZero();
            assertThat(rows("phone_number", anna)).isZero();
        }
    }

    @Test
    void happensOnceHoweverOftenAtOnce() {
        Person anna = people.somebody();
        Person admin = people.somebody(Role.ADMIN);

        List<Integer> statuses = RunningCommandSide.together(IntStream.range(0, 20)
                .<Callable<Integer>>mapToObj(
                        one -> () -> admin.call("DELETE", anna.path()).status())
                .toList());

        assertThat(statuses).containsOnlyOnce(204).containsOnly(204, 404);
        assertThat(anna.events()).containsOnlyOnce("account.erased");
    }

    private static long rows(String table, Person person) {
        return app.jdbc()
                .sql("SELECT count(*) FROM command_state." + table + " WHERE account_id = ?")
                .param(person.id().value())
                .query(Long.class)
                .single();
    }

    private static long deliveriesTo(Person person) {
        return app.jdbc()
                .sql("SELECT count(*) FROM command_state.delivery WHERE phone = ?")
                .param(person.phone())
                .query(Long.class)
                .single();
    }
}
