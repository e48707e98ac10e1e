package io.ringkey.api.phonechange;

import io.ringkey.api.account.ProfileOutcome;
import io.ringkey.api.verification.CodeRequestOutcome.OnItsWay;
import java.time.Instant;

/** What came of asking for the code of another number. */
public sealed interface PhoneChangeRequestOutcome {

    /** A code is on its way; the rest of the profile is as asked for. */
    record Begun(OnItsWay code) implements PhoneChangeRequestOutcome {}

    /** The rest of the profile could not be changed, for this reason; no code was asked for. */
    record ProfileRefused(ProfileOutcome why) implements PhoneChangeRequestOutcome {}

    /** The number's own budget is spent: nothing is sent before {@code retryAt}, and nothing was changed. */
    record BudgetSpent(Instant retryAt) implements PhoneChangeRequestOutcome {}
}
