package io.ringkey.api.account;

import java.time.Duration;

/** What came of changing a profile. */
public sealed interface ProfileOutcome {

    /** The profile is as asked for. */
    record Changed() implements ProfileOutcome {}

    /** It was so already; nothing was recorded. */
    record Unchanged() implements ProfileOutcome {}

    /** The invite code is unknown, the person's own, or would close a circle: one answer for all. */
    record InviteRefused() implements ProfileOutcome {}

    /**
     * The person tried too many wrong invite codes; this one, right or wrong, was not looked at.
     *
     * @param pause after so long the next one will be
     */
    record TooManyWrongInvites(Duration pause) implements ProfileOutcome {}

    /** The person has applied another code before. */
    record InviteAlreadyApplied() implements ProfileOutcome {}

    /** The profile has changed since the client saw it. */
    record Stale() implements ProfileOutcome {}

    /** There is no such person, or no more. */
    record Gone() implements ProfileOutcome {}
}
