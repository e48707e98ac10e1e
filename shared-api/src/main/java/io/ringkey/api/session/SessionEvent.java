package io.ringkey.api.session;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.Personal;
import io.ringkey.api.StoredName;
import io.ringkey.api.verification.DeviceClass;
import io.ringkey.api.verification.Way;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happens to a session. Ordinary refreshes are state and not history, so they are not here. */
public sealed interface SessionEvent extends DomainEvent {

    /** The session, which is also its stream. */
    UUID session();

    /** Whose session it is. */
    UUID account();

    /**
     * A session was opened with a right code.
     *
     * @param subject the account's subject, whose key protects what the session's events hold
     * @param expiresAt when it ends at the latest, however much it is used
     */
    @StoredName("session.opened")
    record SessionOpened(
            UUID session,
            UUID account,
            UUID subject,
            UUID challenge,
            Way way,
            DeviceClass deviceClass,
            Instant openedAt,
            Instant expiresAt,
            Personal address,
            @Nullable Personal userAgent)
            implements SessionEvent {}

    /** The session was refreshed from an address or with a client not seen in it before. */
    @StoredName("session.seen-elsewhere")
    record SessionSeenElsewhere(
            UUID session,
            UUID account,
            Instant seenAt,
            Personal address,
            @Nullable Personal userAgent) implements SessionEvent {}

    /** A refresh token was used that had been replaced: somebody else may hold it. */
    @StoredName("session.refresh-token-reused")
    record RefreshTokenReused(
            UUID session,
            UUID account,
            Instant reusedAt,
            Personal address,
            @Nullable Personal userAgent) implements SessionEvent {}

    /** The session ended, and access with it. */
    @StoredName("session.ended")
    record SessionEnded(UUID session, UUID account, EndReason reason, Instant endedAt) implements SessionEvent {}

    /**
     * A session was opened for a number that nobody had used for long, with a device that is not known: whoever holds
     * the number now may be somebody else.
     */
    @StoredName("session.left-unconfirmed")
    record SessionLeftUnconfirmed(UUID session, UUID account, Instant leftAt) implements SessionEvent {}

    /**
     * Whoever opened the session is the person after all.
     *
     * @param by the account of whoever confirmed it: the person themself, by another session, or an admin
     */
    @StoredName("session.confirmed")
    record SessionConfirmed(UUID session, UUID account, UUID by, Instant confirmedAt) implements SessionEvent {}
}
