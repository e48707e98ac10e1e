package io.ringkey.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringkey.api.Personal;
import io.ringkey.api.account.AccountEvent.RoleChanged;
import io.ringkey.api.account.Role;
import io.ringkey.api.delivery.DeliveryEvent.CodeSent;
import io.ringkey.api.referral.DismissalReason;
import io.ringkey.api.referral.ReferralQuestionEvent.QuestionDismissed;
import io.ringkey.api.session.SessionEvent.SessionOpened;
import io.ringkey.api.verification.DeviceClass;
import io.ringkey.api.verification.VerificationEvent.CodeVerified;
import io.ringkey.api.verification.VerificationEvent.WrongCodeGiven;
import io.ringkey.api.verification.Way;
import io.ringkey.query.support.Calls;
import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.TestPerson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReplayMakesTheSameRowsTest {

    private static final List<String> TABLES = List.of(
            "profile",
            "referral",
            "revoked_referral",
            "dismissed_question",
            "login_entry",
            "login_stream",
            "session",
            "session_holder",
            "figure");

    private static final List<String> MADE_OTHERWISE = List.of(
            "dead_letter",
            "questioned_person",
            "referral_question",
            "replay",
            "replay_beside",
            "schema_history",
            "scrubbed",
            "token_entry");

    @Test
    void asThoseThatItTakesThePlaceOf() {
        try (var side = RunningQuerySide.start()) {
            someHistory(side);
            side.settle();
            var before = rows(side);

            Calls admin = Calls.as(Role.ADMIN, side);
            for (String group : List.of("profiles", "logins", "sessions", "figures")) {
                String path = "/api/admin/projections/" + group + "/replay/";
                assertThat(admin.post(path).statusCode()).isEqualTo(202);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> admin.json(path).get("state").asString().equals("finished"));
                assertThat(admin.json(path).get("comparison").get("same").asBoolean())
                        .isTrue();
            }

            assertThat(side.database()
                            .sql("SELECT table_name FROM information_schema.tables"
                                    + " WHERE table_schema = 'read_model' AND table_type = 'BASE TABLE'")
                            .query(String.class)
                            .list())
                    .as("what no replay makes stands here")
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(TABLES.stream(), MADE_OTHERWISE.stream())
                            .toList());
            assertThat(before.get("profile")).hasSize(5);
            assertThat(before.get("profile"))
                    .extracting(row -> row.get("referrals_total"))
                    .containsExactlyInAnyOrder(2L, 0L, 0L, 0L, 0L);
            assertThat(before.get("referral")).hasSize(2);
            assertThat(before.get("revoked_referral")).hasSize(1);
            assertThat(before.get("dismissed_question")).hasSize(1);
            assertThat(before.get("login_entry")).hasSize(12);
            assertThat(before.get("session")).hasSize(3);
            assertThat(before.get("session_holder")).hasSize(4);
            assertThat(rows(side)).isEqualTo(before);
            assertThat(side.deadLetters()).isZero();
        }
    }

    private static void someHistory(RunningQuerySide side) {
        var inviter = signedIn(side);
        var brought = signedIn(side);
        var gone = signedIn(side);
        brought.lives("bob@example.org", "Омск");
        brought.isBroughtBy(inviter, TestPerson.REGISTERED);
        gone.isBroughtBy(inviter, TestPerson.REGISTERED);
        gone.leaves();
        var bought = TestPerson.registered(side);
        bought.isBroughtBy(inviter, TestPerson.REGISTERED);
        bought.isBroughtByNobody(inviter, TestPerson.REGISTERED);
        var question = side.newId();
        side.append(
                question,
                new QuestionDismissed(question, 9, DismissalReason.FAMILY, inviter.account(), TestPerson.REGISTERED));
        var admin = signedIn(side);
        side.append(admin.account(), new RoleChanged(admin.account(), Role.ADMIN, null, TestPerson.REGISTERED));
    }

    private static TestPerson signedIn(RunningQuerySide side) {
        var person = TestPerson.unregistered(side);
        var stream = person.numberStream();
        var challenge = side.newId();
        var session = side.newId();
        var address = Personal.of(person.subject(), "203.0.113.7");
        side.append(
                stream,
                new CodeSent(stream, challenge, 1, "outbox", TestPerson.REGISTERED),
                new WrongCodeGiven(stream, challenge, 2, TestPerson.REGISTERED, address, null),
                new CodeVerified(
                        stream,
                        challenge,
                        person.account(),
                        session,
                        Way.BROWSER_SESSION,
                        TestPerson.REGISTERED,
                        address,
                        null));
        side.append(
                session,
                new SessionOpened(
                        session,
                        person.account(),
                        person.subject(),
                        challenge,
                        Way.BROWSER_SESSION,
                        DeviceClass.UNRECOGNISED,
                        TestPerson.REGISTERED,
                        TestPerson.REGISTERED.plusSeconds(3600),
                        address,
                        null));
        person.register(TestPerson.REGISTERED);
        return person;
    }

    private static Map<String, List<Map<String, Object>>> rows(RunningQuerySide side) {
        return TABLES.stream()
                .collect(Collectors.toMap(
                        table -> table,
                        table -> side.database()
                                .sql("SELECT * FROM read_model.%s ORDER BY 1".formatted(table))
                                .query()
                                .listOfRows()));
    }
}
