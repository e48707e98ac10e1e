package io.ringkey.api.people;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One of the people that somebody brought.
 *
 * @param phone masked; {@code null} once the person is erased
 */
public record ReferralItem(
        UUID userId, @Nullable String phone, @Nullable String city, Instant appliedAt) {}
