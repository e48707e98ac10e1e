package io.ringkey.command.referral;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.referral.InviteCode;
import io.ringkey.api.referral.ReferralCommand.ApplyInvite;
import io.ringkey.api.referral.ReferralOutcome;
import io.ringkey.command.testing.People;
import io.ringkey.command.testing.RunningCommandSide;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ApplyingInvitesTest {

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

    @Test
    void givesEveryoneACodeOfTheirOwn() {
        List<InviteCode> codes = IntStream.range(0, 20)
                .mapToObj(one -> people.codeOf(people.onRecord()))
                .toList();

        assertThat(codes).doesNotHaveDuplicates();
    }

    // I1
    @Test
    void isAppliedOnceHoweverOftenAtOnce() {
        AccountId anna = people.onRecord();
        InviteCode code = people.codeOf(people.onRecord());

        List<ReferralOutcome> outcomes = eachInBothProcesses(100, new ApplyInvite(anna, code));

        assertThat(outcomes)
                .filteredOn(ReferralOutcome.Applied.class::isInstance)
                .hasSize(1);
        assertThat(outcomes)
                .filteredOn(ReferralOutcome.AlreadyThis.class::isInstance)
                .hasSize(99);
        assertThat(app.stream(anna.value())).containsOnlyOnce("referral.invite-applied");
    }

    // I1
    @Test
    void appliesOneOfManyCodesThatOnePersonTriesAtOnce() {
        AccountId anna = people.onRecord();
        var actions = new ArrayList<Callable<ReferralOutcome>>();
        for (int one = 0; one < 20; one++) {
            InviteCode code = people.codeOf(people.onRecord());
            actions.add(() -> apply(one(actions.size()), anna, code));
        }

        List<ReferralOutcome> outcomes = RunningCommandSide.together(actions);

        assertThat(outcomes)
                .filteredOn(ReferralOutcome.Applied.class::isInstance)
                .hasSize(1);
        assertThat(outcomes)
                .filteredOn(ReferralOutcome.AlreadyAnother.class::isInstance)
                .hasSize(19);
        assertThat(app.stream(anna.value())).containsOnlyOnce("referral.invite-applied");
    }

    // I2
    @Test
    void refusesOnesOwnCodeAndAnUnknownOne() {
        AccountId anna = people.onRecord();

        assertThat(apply(app, anna, people.codeOf(anna))).isEqualTo(new ReferralOutcome.Refused());
        assertThat(apply(app, anna, new InviteCode("ZZZZZZ"))).isEqualTo(new ReferralOutcome.Refused());
    }

    // I2
    @Test
    void refusesACircleHoweverLong() {
        List<AccountId> chain =
                IntStream.range(0, 30).mapToObj(one -> people.onRecord()).toList();
        for (int one = 0; one + 1 < chain.size(); one++) {
            assertThat(apply(app, chain.get(one), people.codeOf(chain.get(one + 1))))
                    .isEqualTo(new ReferralOutcome.Applied());
        }

        assertThat(apply(app, chain.getLast(), people.codeOf(chain.getFirst())))
                .isEqualTo(new ReferralOutcome.Refused());
        assertThat(apply(app, chain.getLast(), people.codeOf(people.onRecord())))
                .isEqualTo(new ReferralOutcome.Applied());
    }

    // I2
    @Test
    void neverClosesACircleOfThreeWhoApplyOneAnothersCodesAtOnce() {
        for (int round = 0; round < 200; round++) {
            List<AccountId> three =
                    IntStream.range(0, 3).mapToObj(one -> people.onRecord()).toList();
            var actions = new ArrayList<Callable<ReferralOutcome>>();
            for (int one = 0; one < 3; one++) {
                AccountId applicant = three.get(one);
                InviteCode code = people.codeOf(three.get((one + 1) % 3));
                RunningCommandSide process = one(one);
                actions.add(() -> apply(process, applicant, code));
            }

            List<ReferralOutcome> outcomes = RunningCommandSide.together(actions);

            assertThat(outcomes)
                    .filteredOn(ReferralOutcome.Applied.class::isInstance)
                    .hasSize(2);
            assertThat(outcomes)
                    .filteredOn(ReferralOutcome.Refused.class::isInstance)
                    .hasSize(1);
        }
        assertThat(Chains.withoutACircle(app)).isNotEmpty();
    }

    @Test
    void letsAThousandPeopleApplyOneCodeAtOnce() {
        AccountId popular = people.onRecord();
        InviteCode code = people.codeOf(popular);
        List<AccountId> thousand =
                IntStream.range(0, 1000).mapToObj(one -> people.onRecord()).toList();
        var actions = new ArrayList<Callable<ReferralOutcome>>();
        for (AccountId applicant : thousand) {
            RunningCommandSide process = one(actions.size());
            actions.add(() -> apply(process, applicant, code));
        }

        List<ReferralOutcome> outcomes = RunningCommandSide.together(actions);

        assertThat(outcomes).containsOnly(new ReferralOutcome.Applied());
        assertThat(app.jdbc()
                        .sql("SELECT count(*) FROM command_state.referral WHERE inviter_id = ?")
                        .param(popular.value())
                        .query(Long.class)
                        .single())
                .isEqualTo(1000);
        // Nothing is written to the popular person's own stream.
        assertThat(app.stream(popular.value())).doesNotContain("referral.invite-applied");
    }

    // I2
    @Test
    void neverClosesACircleInACrowdThatAppliesAtRandom() {
        List<AccountId> crowd =
                IntStream.range(0, 40).mapToObj(one -> people.onRecord()).toList();
        var actions = new ArrayList<Callable<ReferralOutcome>>();
        for (int one = 0; one < crowd.size(); one++) {
            AccountId applicant = crowd.get(one);
            InviteCode code = people.codeOf(crowd.get((one * 7 + 3) % crowd.size()));
            RunningCommandSide process = one(one);
            actions.add(() -> apply(process, applicant, code));
        }

        RunningCommandSide.together(actions);

        assertThat(Chains.withoutACircle(app)).isNotEmpty();
    }

    private static List<ReferralOutcome> eachInBothProcesses(int times, ApplyInvite command) {
        return RunningCommandSide.together(IntStream.range(0, times)
                .<Callable<ReferralOutcome>>mapToObj(turn -> () -> apply(one(turn), command.account(), command.code()))
                .toList());
    }

    private static RunningCommandSide one(int turn) {
        return turn % 2 == 0 ? app : anotherProcess;
    }

    private static ReferralOutcome apply(RunningCommandSide process, AccountId account, InviteCode code) {
        return process.outcomeOf(new ApplyInvite(account, code), ReferralOutcome.class);
    }
}
