package io.ringkey.command.account;

import io.ringkey.api.account.AccountId;

/** Makes administrators on behalf of whoever runs the server. To be called by command handlers only. */
public interface Promotions {

    /** Makes somebody an administrator in the unit of work at hand; one who is stays so. */
    void makeAdmin(AccountId account);
}
