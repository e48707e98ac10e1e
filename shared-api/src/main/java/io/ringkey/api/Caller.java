package io.ringkey.api;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.session.SessionId;
import java.time.Instant;

/**
 * The person behind an authenticated call, as the session's state says at this moment.
 *
 * @param signedInAt when this session proved the number by a code
 * @param confirmed whether whoever signed in is known to be the person; {@code false} for the holder of a number that
 *     nobody had used for long, who may be somebody else
 */
public record Caller(AccountId account, SessionId session, Role role, Instant signedInAt, boolean confirmed) {

    public boolean is(AccountId person) {
        return account.equals(person);
    }
}
