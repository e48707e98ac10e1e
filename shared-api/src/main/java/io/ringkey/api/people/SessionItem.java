package io.ringkey.api.people;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A live session, as its owner sees it.
 *
 * @param expiresAt when it ends by itself, unless it is used before
 * @param lastSeenAt when it was last used, to the minute; a token counts as used when it is refreshed
 * @param address where it was opened, or the newest place that it was refreshed from
 * @param way {@code browser-session} or {@code token-pair}
 * @param current whether it is the session that asks
 */
public record SessionItem(
        UUID id,
        Instant openedAt,
        Instant expiresAt,
        Instant lastSeenAt,
        @Nullable String address,
        @Nullable String userAgent,
        String way,
        boolean current) {}
