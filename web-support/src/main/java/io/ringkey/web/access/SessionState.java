package io.ringkey.web.access;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.session.SessionId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a session may do at this moment.
 *
 * @param role the person's role now, whatever their token was made under
 * @param blocked whether the person is blocked
 * @param ended whether the session was ended
 * @param expiresAt when it ends by itself
 * @param signedInAt when it proved its number by a code
 * @param lastUsedAt when it was last used, to the minute
 * @param browserHash SHA-256 of the browser's cookie, or {@code null} when no browser was given one
 * @param confirmed whether whoever opened it is known to be the person
 */
public record SessionState(
        SessionId session,
        AccountId account,
        Role role,
        boolean blocked,
        boolean ended,
        Instant expiresAt,
        Instant signedInAt,
        Instant lastUsedAt,
        byte @Nullable [] browserHash,
        boolean confirmed) {

    boolean isLiveAt(Instant now) {
        return !ended && now.isBefore(expiresAt);
    }
}
