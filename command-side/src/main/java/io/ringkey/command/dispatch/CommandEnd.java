package io.ringkey.command.dispatch;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.account.ProfileOutcome;
import io.ringkey.api.phonechange.PhoneChangeOutcome;
import io.ringkey.api.phonechange.PhoneChangeRequestOutcome;
import io.ringkey.api.referral.ReferralOutcome;
import io.ringkey.api.referral.RevocationOutcome;
import io.ringkey.api.session.RefreshOutcome;
import io.ringkey.api.verification.CodeRequestOutcome;
import io.ringkey.api.verification.VerificationOutcome;
import org.jspecify.annotations.Nullable;

/** How a command can end, as its meters tell it. */
enum CommandEnd {
    /** What was asked for is so. */
    APPLIED,
    /** It was understood, and the answer is no. */
    REFUSED,
    /** Others kept getting in its way, or its turn did not come; whoever asks again may get through. */
    PUT_OFF,
    /** It could not be done, by no fault of who asked. */
    FAILED;

    static CommandEnd of(@Nullable Object answer) {
        return answer != null && isRefusal(answer) ? REFUSED : APPLIED;
    }

    static CommandEnd ofThrown(Throwable thrown) {
        if (!(thrown instanceof Failure failure) || failure.code() == FailureCode.INTERNAL) {
            return FAILED;
        }
        return failure.code() == FailureCode.TRY_LATER ? PUT_OFF : REFUSED;
    }

    private static boolean isRefusal(Object answer) {
        return switch (answer) {
            case CodeRequestOutcome code -> isRefusal(code);
            case VerificationOutcome verification -> isRefusal(verification);
            case PhoneChangeRequestOutcome request -> isRefusal(request);
            case PhoneChangeOutcome change -> isRefusal(change);
            case ProfileOutcome profile -> isRefusal(profile);
            case ReferralOutcome referral -> isRefusal(referral);
            case RevocationOutcome revocation -> isRefusal(revocation);
            case RefreshOutcome refresh -> isRefusal(refresh);
            default -> false;
        };
    }

    private static boolean isRefusal(CodeRequestOutcome code) {
        return switch (code) {
            case CodeRequestOutcome.OnItsWay yes -> false;
            case CodeRequestOutcome.BudgetSpent no -> true;
        };
    }

    private static boolean isRefusal(VerificationOutcome verification) {
        return switch (verification) {
            case VerificationOutcome.SignedIn yes -> false;
            case VerificationOutcome.WrongCode no -> true;
            case VerificationOutcome.NoChallenge no -> true;
            case VerificationOutcome.Blocked no -> true;
        };
    }

    private static boolean isRefusal(PhoneChangeRequestOutcome request) {
        return switch (request) {
            case PhoneChangeRequestOutcome.Begun yes -> false;
            case PhoneChangeRequestOutcome.ProfileRefused no -> true;
            case PhoneChangeRequestOutcome.BudgetSpent no -> true;
        };
    }

    private static boolean isRefusal(PhoneChangeOutcome change) {
        return switch (change) {
            case PhoneChangeOutcome.Changed yes -> false;
            case PhoneChangeOutcome.Taken no -> true;
            case PhoneChangeOutcome.WrongCode no -> true;
            case PhoneChangeOutcome.NoChallenge no -> true;
        };
    }

    private static boolean isRefusal(ProfileOutcome profile) {
        return switch (profile) {
            case ProfileOutcome.Changed yes -> false;
            case ProfileOutcome.Unchanged yes -> false;
            case ProfileOutcome.InviteRefused no -> true;
            case ProfileOutcome.TooManyWrongInvites no -> true;
            case ProfileOutcome.InviteAlreadyApplied no -> true;
            case ProfileOutcome.Stale no -> true;
            case ProfileOutcome.Gone no -> true;
        };
    }

    private static boolean isRefusal(ReferralOutcome referral) {
        return switch (referral) {
            case ReferralOutcome.Applied yes -> false;
            case ReferralOutcome.AlreadyThis yes -> false;
            case ReferralOutcome.AlreadyAnother no -> true;
            case ReferralOutcome.Refused no -> true;
            case ReferralOutcome.TooManyWrong no -> true;
        };
    }

    private static boolean isRefusal(RevocationOutcome revocation) {
        return switch (revocation) {
            case REVOKED, REVOKED_BEFORE -> false;
            case NOTHING_TO_REVOKE -> true;
        };
    }

    private static boolean isRefusal(RefreshOutcome refresh) {
        return switch (refresh) {
            case RefreshOutcome.Refreshed yes -> false;
            case RefreshOutcome.Refused no -> true;
        };
    }
}
