package io.ringkey.api.verification;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.Personal;
import io.ringkey.api.StoredName;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happens on the stream of a phone number. */
public sealed interface VerificationEvent extends DomainEvent {

    /** The random id of the number's stream. */
    UUID stream();

    /** The challenge that this concerns. */
    UUID challenge();

    /**
     * Somebody asked for a code, and a new challenge was made.
     *
     * @param subject whose key protects what this stream holds of the number and its callers
     * @param attempts wrong guesses that the challenge takes
     */
    @StoredName("verification.code-requested")
    record CodeRequested(
            UUID stream,
            UUID subject,
            UUID challenge,
            Purpose purpose,
            DeviceClass deviceClass,
            Personal phone,
            int codeLength,
            int attempts,
            Instant requestedAt,
            Instant expiresAt,
            Personal address,
            @Nullable Personal userAgent)
            implements VerificationEvent {}

    /**
     * Somebody asked again while the challenge lived, late enough for the same code to be sent again.
     *
     * @param send which sending of this challenge it is, counted from 1; the first request is number 1
     */
    @StoredName("verification.code-requested-again")
    record CodeRequestedAgain(
            UUID stream,
            UUID challenge,
            int send,
            Instant requestedAt,
            Personal address,
            @Nullable Personal userAgent) implements VerificationEvent {}

    /** A wrong code was given. */
    @StoredName("verification.wrong-code-given")
    record WrongCodeGiven(
            UUID stream,
            UUID challenge,
            int attemptsLeft,
            Instant givenAt,
            Personal address,
            @Nullable Personal userAgent)
            implements VerificationEvent {}

    /** The right code was given; the challenge is spent and a session was opened with it. */
    @StoredName("verification.code-verified")
    record CodeVerified(
            UUID stream,
            UUID challenge,
            UUID account,
            UUID session,
            Way way,
            Instant verifiedAt,
            Personal address,
            @Nullable Personal userAgent)
            implements VerificationEvent {}

    /** The right code was given, but this person may not sign in. The challenge is spent and nothing was opened. */
    @StoredName("verification.sign-in-refused")
    record SignInRefused(
            UUID stream,
            UUID challenge,
            UUID account,
            Instant refusedAt,
            Personal address,
            @Nullable Personal userAgent)
            implements VerificationEvent {}

    /**
     * The wrong codes of a class of devices count no more: the right one was given since, and long enough ago was the
     * last wrong one.
     *
     * @param challenge the first challenge that profits
     */
    @StoredName("verification.wrong-codes-forgiven")
    record WrongCodesForgiven(UUID stream, UUID challenge, DeviceClass deviceClass, Instant forgivenAt)
            implements VerificationEvent {}

    /**
     * The number was known before and forgotten since; the wrong codes that were given for it then still count.
     *
     * @param challenge the first challenge since
     */
    @StoredName("verification.wrong-codes-remembered")
    record WrongCodesRemembered(
            UUID stream,
            UUID challenge,
            DeviceClass deviceClass,
            int wrongCodes,
            Instant lastGivenAt,
            Instant rememberedAt)
            implements VerificationEvent {}

    /** The token pair of a session that a browser opened was handed out for the same code: once. */
    @StoredName("verification.pair-handed-out")
    record PairHandedOut(UUID stream, UUID challenge, UUID session, Instant handedOutAt) implements VerificationEvent {}

    /**
     * The right code was given by somebody who changes to this number; the challenge is spent and the number theirs.
     *
     * @param account whose number it is from now on
     */
    @StoredName("verification.number-proved")
    record NumberProved(
            UUID stream,
            UUID challenge,
            UUID account,
            UUID session,
            Instant provedAt,
            Personal address,
            @Nullable Personal userAgent)
            implements VerificationEvent {}

    /**
     * The right code was given by somebody who wanted to change to this number, but another person holds it. The
     * challenge is spent.
     *
     * @param account who wanted the number
     */
    @StoredName("verification.change-refused")
    record ChangeRefused(
            UUID stream,
            UUID challenge,
            UUID account,
            Instant refusedAt,
            Personal address,
            @Nullable Personal userAgent)
            implements VerificationEvent {}
}
