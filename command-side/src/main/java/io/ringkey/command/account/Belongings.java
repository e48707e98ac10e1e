package io.ringkey.command.account;

import io.ringkey.api.account.AccountId;

/** All that the write side keeps of a person beside their account. */
public interface Belongings {

    /**
     * Deletes it in the unit of work at hand: numbers, sessions, codes on their way, pictures, the invite code. Who
     * brought whom stays.
     */
    void deleteAllOf(AccountId account);
}
