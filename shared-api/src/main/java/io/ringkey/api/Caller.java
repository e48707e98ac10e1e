package io.ringkey.api;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.session.SessionId;
import java.time.Instant;

/**
 * The person behind an authenticated call, as the session's state says at this moment.
 *
 * @param signedInAt when this session proved the number by a code
 */
public record Caller(AccountId account, SessionId session, Role role, Instant signedInAt) {

    public boolean is(AccountId person) {
        return account.equals(person);
    }
}
