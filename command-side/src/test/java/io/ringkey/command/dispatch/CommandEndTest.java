package io.ringkey.command.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.account.ProfileOutcome;
import io.ringkey.api.phonechange.PhoneChangeOutcome;
import io.ringkey.api.phonechange.PhoneChangeRequestOutcome;
import io.ringkey.api.referral.ReferralOutcome;
import io.ringkey.api.referral.RevocationOutcome;
import io.ringkey.api.session.RefreshOutcome;
import io.ringkey.api.verification.CodeRequestOutcome;
import io.ringkey.api.verification.VerificationOutcome;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandEndTest {

    static Object[] refusals() {
        return new Object[] {
            new CodeRequestOutcome.BudgetSpent(Instant.EPOCH),
            new VerificationOutcome.WrongCode(2),
            new VerificationOutcome.NoChallenge(),
            new VerificationOutcome.Blocked(),
            new PhoneChangeRequestOutcome.BudgetSpent(Instant.EPOCH),
            new PhoneChangeRequestOutcome.ProfileRefused(new ProfileOutcome.Stale()),
            new PhoneChangeOutcome.Taken(),
            new PhoneChangeOutcome.WrongCode(1),
            new PhoneChangeOutcome.NoChallenge(),
            new ProfileOutcome.InviteRefused(),
            new ProfileOutcome.TooManyWrongInvites(Duration.ZERO),
            new ProfileOutcome.InviteAlreadyApplied(),
            new ProfileOutcome.Stale(),
            new ProfileOutcome.Gone(),
            new ReferralOutcome.AlreadyAnother(),
            new ReferralOutcome.Refused(),
            new ReferralOutcome.TooManyWrong(Duration.ZERO),
            new RefreshOutcome.Refused(),
            RevocationOutcome.NOTHING_TO_REVOKE
        };
    }

    static Object[] applications() {
        return new Object[] {
            new PhoneChangeOutcome.Changed(),
            new ProfileOutcome.Changed(),
            new ProfileOutcome.Unchanged(),
            new ReferralOutcome.Applied(),
            new ReferralOutcome.AlreadyThis(),
            RevocationOutcome.REVOKED,
            RevocationOutcome.REVOKED_BEFORE,
            true,
            false,
            7
        };
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void takesAnAnswerThatIsNoForARefusal(Object answer) {
        assertThat(CommandEnd.of(answer)).isEqualTo(CommandEnd.REFUSED);
    }

    @ParameterizedTest
    @MethodSource("applications")
    void takesEveryOtherAnswerForItsBeingDone(Object answer) {
        assertThat(CommandEnd.of(answer)).isEqualTo(CommandEnd.APPLIED);
    }
}
