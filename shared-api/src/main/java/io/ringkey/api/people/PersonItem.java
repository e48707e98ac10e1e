package io.ringkey.api.people;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A line of the list of people.
 *
 * @param phone in full for an admin, masked for a moderator
 */
public record PersonItem(
        UUID id,
        @Nullable String phone,
        @Nullable String city,
        String role,
        boolean blocked,
        @Nullable String inviteCode,
        long referralsTotal,
        Instant createdAt) {}
