package io.ringkey.command.delivery;

import io.ringkey.api.PhoneNumber;
import io.ringkey.api.verification.ChallengeId;
import io.ringkey.api.verification.NumberStreamId;
import io.ringkey.api.verification.OneTimeCode;
import io.ringkey.api.verification.Purpose;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The short-lived rows from which the codes of challenges are derived and sent. Inside a transaction everything here is
 * part of it. Thread-safe.
 */
public interface Deliveries {

    /**
     * Makes the row of a new challenge, and with it the code. It waits to be sent.
     *
     * @param replaced the challenge that this one takes the place of, whose code is gone for good; or {@code null}
     */
    void begin(Wanted wanted, @Nullable ChallengeId replaced);

    /**
     * Has the code sent again.
     *
     * @param send which sending of the challenge it is, counted from 1
     */
    void again(ChallengeId challenge, int send);

    /** What is there of a challenge; nothing when there is no such challenge, or no more. */
    Optional<Pending> find(ChallengeId challenge);

    /**
     * The same of a challenge that no code has been given for yet, so that it is tied to nobody: without asking the database
     * where this process has made it.
     */
    Optional<Pending> recall(ChallengeId challenge);

    /** The challenge's code; nothing when there is no such challenge. Not for logs, nor for anything that stays. */
    Optional<String> code(ChallengeId challenge);

    /** Ties what the challenge's code can still do to one client. */
    void bind(ChallengeId challenge, byte[] binding);

    /** Notes that a sending is over, done or given up; nothing is sent for it any more. */
    void over(ChallengeId challenge, int send);

    /** Forgets everything that is on its way to a number. */
    void forget(NumberStreamId stream);

    /** A challenge whose code can be derived. */
    interface Pending {

        /** The number that is to be proved. */
        PhoneNumber phone();

        /** Whether this is the code. Takes the same time whatever digits are given (C11). */
        boolean hasCode(OneTimeCode given);

        /** Whether a client may use what the code can still do: always, unless it was tied to another. */
        boolean isOpenTo(byte @Nullable [] binding);
    }

    /**
     * A code that is wanted.
     *
     * @param requestedAt when it was asked for
     * @param expiresAt from when on it is worth nothing
     */
    record Wanted(
            NumberStreamId stream,
            ChallengeId challenge,
            PhoneNumber phone,
            Purpose purpose,
            int codeLength,
            Instant requestedAt,
            Instant expiresAt) {}
}
