package io.ringkey.api.people;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One of the people below somebody: brought by them, or by one of those.
 *
 * @param inviterId who brought this one: the person who was asked about, or another item
 * @param depth 1 for whom the person brought, 2 for whom those brought
 * @param phone masked; {@code null} once the person is erased, and for whoever may not see it
 * @param city {@code null} as the phone is
 * @param referralsTotal how many this one brought, also where they stand in no item
 */
public record ReferralTreeItem(
        UUID userId,
        UUID inviterId,
        int depth,
        @Nullable String phone,
        @Nullable String city,
        Instant appliedAt,
        long referralsTotal) {}
