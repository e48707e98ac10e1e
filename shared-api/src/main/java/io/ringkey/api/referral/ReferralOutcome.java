package io.ringkey.api.referral;

import java.time.Duration;

/** What came of applying an invite code. */
public sealed interface ReferralOutcome {

    /** The person is now on record as brought by the code's owner. */
    record Applied() implements ReferralOutcome {}

    /** This very code was applied before and still counts; nothing changes. */
    record AlreadyThis() implements ReferralOutcome {}

    /** Another code was applied before, or one that was revoked since: no other takes its place. */
    record AlreadyAnother() implements ReferralOutcome {}

    /** Unknown, the person's own, or it would close a circle: one answer for all (I3). */
    record Refused() implements ReferralOutcome {}

    /**
     * The person tried too many wrong codes; this one, right or wrong, was not looked at (I3).
     *
     * @param pause after so long the next one will be
     */
    record TooManyWrong(Duration pause) implements ReferralOutcome {}
}
