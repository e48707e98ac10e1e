package io.ringkey.api.people;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A line of the login history.
 *
 * @param what {@code asked}, {@code sent}, {@code failed} (a wrong code), {@code sending-failed}, {@code verified},
 *     {@code refused} (a right code of a blocked person or of somebody who wanted this number, or a limit, which the
 *     detail names), {@code ended}, {@code refreshed-elsewhere}, {@code refresh-token-reused}, {@code unconfirmed},
 *     {@code confirmed}
 * @param detail a word more where there is one: the sender, the reason, the way in
 */
public record LoginItem(
        Instant at,
        String what,
        @Nullable UUID session,
        @Nullable String address,
        @Nullable String userAgent,
        @Nullable String detail) {}
