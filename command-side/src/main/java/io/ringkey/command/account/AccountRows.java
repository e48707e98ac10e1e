package io.ringkey.command.account;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.command.account.Accounts.Standing;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/**
 * The accounts' standing, against which every call is checked. Written in the transaction of the command that changes it,
 * so it holds from the commit on. Thread-safe.
 */
interface AccountRows {

    void add(AccountId account, UUID subject, Instant now);

    /** Keeps the row from other transactions that lock or change it, until this one's end. */
    void lock(AccountId account);

    void setRole(AccountId account, Role role);

    void setBlocked(AccountId account, boolean blocked);

    void delete(AccountId account);

    /** Nothing when there is no such account, or no more. */
    Optional<Standing> find(AccountId account);

    /** Finds several at once, each for the first who asks for it in this transaction, and the keys of their subjects. */
    void readAhead(Collection<AccountId> accounts);
}
