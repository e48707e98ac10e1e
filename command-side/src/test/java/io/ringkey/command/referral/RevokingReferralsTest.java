package io.ringkey.command.referral;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.referral.ReferralCommand.ApplyInvite;
import io.ringkey.api.referral.ReferralCommand.RevokeReferral;
import io.ringkey.api.referral.ReferralOutcome;
import io.ringkey.api.referral.RevocationOutcome;
import io.ringkey.api.referral.RevocationReason;
import io.ringkey.command.dispatch.Commands;
import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.People;
import io.ringkey.command.testing.People.Person;
import io.ringkey.command.testing.RunningCommandSide;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RevokingReferralsTest {

    private static final Map<String, String> A_RING = Map.of("reason", "ring");
    private static final String QUESTION =
            "/api/admin/referrals/questions/3f1c8d1e-2b3a-3c5d-9e6f-0a1b2c3d4e5f/dismiss/";

    private static RunningCommandSide app;
    private static RunningCommandSide anotherProcess;
    private static People people;
    private static Person admin;

    @BeforeAll
    static void start() {
        app = RunningCommandSide.start(Map.of());
        anotherProcess = app.another();
        people = new People(app);
        admin = people.somebody(Role.ADMIN);
    }

    @AfterAll
    static void stop() {
        anotherProcess.close();
        app.close();
    }

    // I1
    @Test
    void takesAReferralBackOnceHoweverOftenItIsAsked() {
        Person anna = people.somebody();
        brings(people.somebody(), anna);

        Answer revoked = admin.call("POST", revoke(anna), A_RING);
        assertThat(revoked.status()).as(revoked.toString()).isEqualTo(204);
        assertThat(revoked.header("X-Event-Position")).isPresent();
        assertThat(admin.call("POST", revoke(anna), Map.of("reason", "mistake")).status())
                .isEqualTo(204);

        assertThat(anna.events()).containsOnlyOnce("referral.revoked");
        assertThat(rowsOf(anna)).isZero();
    }

    // I1
    @Test
    void leavesNoOtherCodeToBeApplied() {
        Person boris = people.somebody();
        Person anna = people.somebody();
        brings(boris, anna);
        admin.call("POST", revoke(anna), A_RING);

        for (Person inviter : List.of(boris, people.somebody())) {
            Answer applied = anna.patch(
                    Map.of("referral_code", people.codeOf(inviter.id()).value()));
            assertThat(applied.status()).as(applied.toString()).isEqualTo(409);
            assertThat(applied.text("code")).isEqualTo("referral.already-applied");
        }
        assertThat(anna.events()).containsOnlyOnce("referral.invite-applied");
    }

    // I4
    @Test
    void earnsNothingByLeavingAndComingBack() {
        Person boris = people.somebody();
        Person anna = people.somebody();
        brings(boris, anna);
        admin.call("POST", revoke(anna), A_RING);
        assertThat(anna.call("DELETE", anna.path()).status()).isEqualTo(204);
        app.clock().advance(Duration.ofMinutes(10));

        Answer signedIn = app.signIn(anna.phone());
        Answer applied = app.call(
                "PATCH",
                "/api/users/me/",
                Map.of("referral_code", people.codeOf(boris.id()).value()),
                "Authorization",
                "Bearer " + signedIn.text("access"));

        assertThat(applied.status()).as(applied.toString()).isEqualTo(422);
    }

    @Test
    void takesItBackAlsoFromWhoeverLeft() {
        Person anna = people.somebody();
        brings(people.somebody(), anna);
        assertThat(anna.call("DELETE", anna.path()).status()).isEqualTo(204);

        assertThat(admin.call("POST", revoke(anna), A_RING).status()).isEqualTo(204);
        assertThat(anna.events()).endsWith("account.erased", "referral.revoked");
        assertThat(rowsOf(anna)).isZero();
    }

    @Test
    void saysThatThereIsNothingToRevoke() {
        Answer refused = admin.call("POST", revoke(people.somebody()), A_RING);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("code")).isEqualTo("referral.none");
        assertThat(admin.call("POST", "/api/admin/referrals/01900000-0000-7000-8000-000000000001/revoke/", A_RING)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void asksForAReasonOfTheList() {
        Person anna = people.somebody();
        brings(people.somebody(), anna);

        for (String body :
                List.of("{}", "{\"reason\":null}", "{\"reason\":\"RING\"}", "{\"reason\":\"she is a cheat\"}")) {
            assertThat(admin.call("POST", revoke(anna), body).status()).as(body).isEqualTo(400);
        }
        assertThat(anna.events()).doesNotContain("referral.revoked");
    }

    @Test
    void takesSeveralBackEachForItself() {
        Person boris = people.somebody();
        Person anna = people.somebody();
        Person vera = people.somebody();
        brings(boris, anna);
        brings(anna, vera);

        Answer revoked = admin.call(
                "POST",
                "/api/admin/referrals/revoke/",
                Map.of(
                        "reason",
                        "same-device",
                        "user_ids",
                        Stream.of(boris, anna, vera, vera)
                                .map(person -> person.id().toString())
                                .toList()));

        assertThat(revoked.status()).as(revoked.toString()).isEqualTo(200);
        assertThat(revoked.number("revoked")).isEqualTo(2);
        assertThat(revoked.number("unchanged")).isEqualTo(1);
        assertThat(revoked.header("X-Event-Position")).isPresent();
        assertThat(anna.events()).contains("referral.revoked");
        assertThat(vera.events()).containsOnlyOnce("referral.revoked");
        Answer ofNobody = admin.call(
                "POST",
                "/api/admin/referrals/revoke/",
                Map.of("reason", "ring", "user_ids", List.of("01900000-0000-7000-8000-000000000001")));
        assertThat(ofNobody.number("unchanged")).as(ofNobody.toString()).isEqualTo(1);
        for (String body : List.of(
                "{\"reason\":\"ring\"}",
                "{\"reason\":\"ring\",\"user_ids\":[]}",
                "{\"reason\":\"ring\",\"user_ids\":[null]}",
                "{\"reason\":\"ring\",\"user_ids\":[\"x\"]}",
                "{\"user_ids\":[\"" + anna.id() + "\"]}")) {
            assertThat(admin.call("POST", "/api/admin/referrals/revoke/", body).status())
                    .as(body)
                    .isEqualTo(400);
        }
    }

    @Test
    void keepsOnRecordThatSomethingIsAllRightUnlessItIsAboutMorePeople() {
        for (var answer : List.of(
                Map.of("reason", "workplace", "people", 30),
                Map.of("reason", "family", "people", 30),
                Map.of("reason", "campaign", "people", 46))) {
            assertThat(admin.call("POST", QUESTION, answer).status()).isEqualTo(204);
        }

        assertThat(app.stream(UUID.fromString("3f1c8d1e-2b3a-3c5d-9e6f-0a1b2c3d4e5f")))
                .containsExactly("referral.question-dismissed", "referral.question-dismissed");
        for (String body : List.of(
                "{}",
                "{\"reason\":\"family\"}",
                "{\"people\":3}",
                "{\"reason\":\"family\",\"people\":0}",
                "{\"reason\":\"family\",\"people\":\"3\"}",
                "{\"reason\":\"they told me\",\"people\":3}")) {
            assertThat(admin.call("POST", QUESTION, body).status()).as(body).isEqualTo(400);
        }
    }

    // A4
    @Test
    void isForAdminsAlone() {
        Person anna = people.somebody();
        brings(people.somebody(), anna);
        var several = Map.of(
                "reason", "ring", "user_ids", List.of(anna.id().toString(), "01900000-0000-7000-8000-000000000001"));
        var allRight = Map.of("reason", "family", "people", 100);

        for (Person caller : List.of(anna, people.somebody(), people.somebody(Role.MODERATOR))) {
            assertThat(caller.call("POST", revoke(anna), A_RING).status()).isEqualTo(403);
            assertThat(caller.call("POST", "/api/admin/referrals/revoke/", several)
                            .status())
                    .isEqualTo(403);
            assertThat(caller.call("POST", QUESTION, allRight).status()).isEqualTo(403);
        }
        assertThat(app.call("POST", revoke(anna), A_RING).status()).isEqualTo(401);
        assertThat(anna.events()).doesNotContain("referral.revoked");
    }

    /** Chains are cut while those in them apply the codes of those below: a cut makes roots, and roots close circles. */
    // I2
    @Test
    void neverLetsACircleCloseWhileChainsAreCut() {
        for (int round = 0; round < 40; round++) {
            List<AccountId> chain = new ArrayList<>();
            for (int one = 0; one < 4; one++) {
                chain.add(people.onRecord());
            }
            // 3 was brought by 2, 2 by 1; and 0 brought nobody yet.
            apply(app, chain.get(2), chain.get(1));
            apply(app, chain.get(3), chain.get(2));

            RunningCommandSide.together(List.<Callable<Object>>of(
                    () -> revoke(app, chain.get(2)),
                    () -> apply(anotherProcess, chain.get(1), chain.get(3)),
                    () -> apply(app, chain.get(0), chain.get(3)),
                    () -> apply(anotherProcess, chain.get(2), chain.get(3)),
                    () -> apply(app, chain.get(1), chain.get(0))));
        }
        assertThat(Chains.withoutACircle(app)).hasSizeGreaterThan(40);
    }

    private static void brings(Person inviter, Person applicant) {
        Answer applied = applicant.patch(
                Map.of("referral_code", people.codeOf(inviter.id()).value()));
        assertThat(applied.status()).as(applied.toString()).isEqualTo(200);
    }

    private static ReferralOutcome apply(RunningCommandSide process, AccountId applicant, AccountId inviter) {
        return process.bean(Commands.class)
                .send(new ApplyInvite(applicant, people.codeOf(inviter)), ReferralOutcome.class)
                .outcome();
    }

    private static RevocationOutcome revoke(RunningCommandSide process, AccountId applicant) {
        return process.bean(Commands.class)
                .send(new RevokeReferral(applicant, RevocationReason.OTHER, admin.id()), RevocationOutcome.class)
                .outcome();
    }

    private static String revoke(Person person) {
        return "/api/admin/referrals/" + person.id() + "/revoke/";
    }

    private static long rowsOf(Person person) {
        return app.jdbc()
                .sql("SELECT count(*) FROM command_state.referral WHERE account_id = ?")
                .param(person.id().value())
                .query(Long.class)
                .single();
    }
}
