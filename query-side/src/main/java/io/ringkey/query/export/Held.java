package io.ringkey.query.export;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is held of a person but for what grows with time.
 *
 * @param broughtBy who brought them, or {@code null}
 * @param broughtBefore whether they had been brought before, under this account or with this number, which is why nobody
 *     earns by them
 * @param revokedReferral what was taken back of their having been brought, or {@code null}
 * @param questions what was asked about how they were brought
 */
record Held(
        Profile profile,
        @Nullable Picture avatar,
        String role,
        boolean blocked,
        @Nullable String inviteCode,
        @Nullable String referralCode,
        @Nullable UUID broughtBy,
        boolean broughtBefore,
        @Nullable RevokedReferral revokedReferral,
        List<Question> questions,
        List<Number> numbers,
        List<Device> devices,
        List<Instant> wrongInvites) {

    /** The row of the person's profile. */
    record Profile(
            UUID id,
            @Nullable String phone,
            @Nullable String email,
            @Nullable String city,
            @Nullable String telegramId,
            long referralsTotal,
            Instant createdAt) {

        /** Personal data stays out of logs. */
        @Override
        public String toString() {
            return "(profile)";
        }
    }

    /** @param content base64 when written as JSON */
    @SuppressWarnings("ArrayRecordComponent") // handed on unread and unchanged
    record Picture(String mediaType, byte[] content) {}

    /** That somebody brought them, which an admin took back. */
    record RevokedReferral(UUID inviter, Instant appliedAt, Instant revokedAt, String reason) {}

    /**
     * A question about several people, of whom they are one.
     *
     * @param idle whether it is held that they never came back after they had signed up
     * @param dismissed why it was said to be all right, or {@code null}
     */
    record Question(
            String kind,
            Instant raisedAt,
            boolean idle,
            @Nullable String dismissed) {}

    /** What is kept of the number itself, beside its value in the profile. */
    record Number(
            Instant firstSeenAt,
            Instant lastSeenAt,
            int wrongCodes,
            @Nullable Instant lastWrongAt) {}

    /** A device that is recognised. */
    record Device(Instant knownSince) {}

    /**
     * A session of which there is still a row.
     *
     * @param endedAt {@code null} when it lives or ended by itself, at {@code expiresAt}
     */
    record Session(
            UUID id,
            Instant openedAt,
            Instant expiresAt,
            Instant lastSeenAt,
            @Nullable Instant endedAt,
            boolean confirmed,
            String way,
            @Nullable String address,
            @Nullable String userAgent) {}

    /**
     * One of the staff looked at what is the person's.
     *
     * @param index the look's place in the record
     * @param what the path that was called
     * @param by their account, which says nothing of who they are
     * @param role theirs at that time; {@code null} when the record names none
     */
    record Look(
            @JsonIgnore long index,
            Instant at,
            String what,
            UUID by,
            @Nullable String role) {}
}
