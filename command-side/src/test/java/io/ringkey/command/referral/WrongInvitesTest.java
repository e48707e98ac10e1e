package io.ringkey.command.referral;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.referral.InviteCode;
import io.ringkey.api.referral.ReferralCommand.ApplyInvite;
import io.ringkey.api.referral.ReferralOutcome;
import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.People;
import io.ringkey.command.testing.People.Person;
import io.ringkey.command.testing.RunningCommandSide;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Invite codes cannot be harvested: a person has ten wrong ones a day. */
class WrongInvitesTest {

    private static final int MOST = 10;

    private static RunningCommandSide app;
    private static RunningCommandSide anotherProcess;
    private static People people;

    @BeforeAll
    static void start() {
        app = RunningCommandSide.start(Map.of());
        anotherProcess = app.another();
        people = new People(app);
    }

    @AfterAll
    static void stop() {
        anotherProcess.close();
        app.close();
    }

    // I3
    @Test
    void refusesTheEleventhUnlookedAtRightOrWrong() {
        Person anna = people.somebody();
        Person boris = people.somebody();
        String right = people.codeOf(boris.id()).value();
        List<String> wrong = List.of("ZZZZZZ", people.codeOf(anna.id()).value(), "no code at all");
        for (int tried = 0; tried < MOST; tried++) {
            assertThat(apply(anna, wrong.get(tried % wrong.size())).status()).isEqualTo(422);
        }

        for (String code : List.of("ZZZZZZ", right, "no code at all")) {
            Answer refused = apply(anna, code);
            assertThat(refused.status()).as(code).isEqualTo(429);
            assertThat(refused.text("code")).isEqualTo("limit.invite");
            assertThat(refused.header("Retry-After")).contains("86400");
        }
        // I5: the first refusal of the hour is on record, on her behalf
        assertThat(refusalsOf(anna)).containsExactly("WRONG_INVITES");
        assertThat(anna.events()).doesNotContain("referral.invite-applied");
        // What has nothing to do with invitations goes on, and so does everyone else.
        assertThat(anna.patch(Map.of("city", "Омск")).status()).isEqualTo(200);
        assertThat(apply(boris, "ZZZZZZ").status()).isEqualTo(422);
    }

    private static List<String> refusalsOf(Person person) {
        return app.jdbc()
                .sql("SELECT convert_from(payload, 'UTF8')::jsonb ->> 'rule' FROM event_store.domain_event"
                        + " WHERE payload_type = 'limit.refused' AND actor = ?")
                .param(person.id().value())
                .query(String.class)
                .list();
    }

    // I3, C18
    @Test
    void saysTruthfullyHowLongToWait() {
        Person anna = people.somebody();
        for (int tried = 0; tried < MOST; tried++) {
            apply(anna, "ZZZZZZ");
            app.clock().advance(Duration.ofMillis(1700));
        }

        int passed = 0;
        for (int round = 0; round < 100; round++) {
            Answer refused = apply(anna, "ZZZZZZ");
            assertThat(refused.status()).as("round %d", round).isEqualTo(429);
            long wait = Long.parseLong(refused.header("Retry-After").orElseThrow());
            app.clock().advance(Duration.ofSeconds(wait));
            if (wait > 60) {
                anna = signedInAnew(anna);
            }
            passed += apply(anna, "ZZZZZZ").status() == 422 ? 1 : 0;
        }
        assertThat(passed).isEqualTo(100);
    }

    // I3
    @Test
    void looksAtNoMoreThanTenOfTwoHundredTriedAtOnceInTwoProcesses() {
        AccountId anna = people.onRecord();
        var actions = new ArrayList<Callable<ReferralOutcome>>();
        for (int one = 0; one < 200; one++) {
            RunningCommandSide process = one % 2 == 0 ? app : anotherProcess;
            actions.add(
                    () -> process.outcomeOf(new ApplyInvite(anna, new InviteCode("ZZZZZZ")), ReferralOutcome.class));
        }

        List<ReferralOutcome> outcomes = RunningCommandSide.together(actions);

        assertThat(outcomes)
                .filteredOn(ReferralOutcome.Refused.class::isInstance)
                .hasSize(MOST);
        assertThat(outcomes)
                .filteredOn(ReferralOutcome.TooManyWrong.class::isInstance)
                .hasSize(200 - MOST);
    }

    // I3
    @Test
    void forgetsTheCountOnceACodeIsApplied() {
        Person anna = people.somebody();
        apply(anna, "ZZZZZZ");
        assertThat(counted(anna.id())).isEqualTo(1);

        assertThat(apply(anna, people.codeOf(people.onRecord()).value()).status())
                .isEqualTo(200);

        assertThat(counted(anna.id())).isZero();
    }

    @Test
    void countsNothingWhereTheSettingIsZero() {
        try (RunningCommandSide open = RunningCommandSide.start(Map.of("WRONG_INVITES_PER_DAY", "0"))) {
            Person anna = new People(open).somebody();

            for (int tried = 0; tried < 2 * MOST; tried++) {
                assertThat(apply(anna, "ZZZZZZ").status()).isEqualTo(422);
            }
        }
    }

    private static Answer apply(Person person, String code) {
        return person.patch(Map.of("referral_code", code));
    }

    private static Person signedInAnew(Person person) {
        String access = app.signIn(person.phone()).text("access");
        return new Person(app, person.id(), person.phone(), access);
    }

    private static long counted(AccountId person) {
        return app.jdbc()
                .sql("SELECT count(*) FROM command_state.wrong_invite WHERE account_id = ?")
                .param(person.value())
                .query(Long.class)
                .single();
    }
}
