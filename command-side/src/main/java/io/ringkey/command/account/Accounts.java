package io.ringkey.command.account;

import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.referral.InviteCode;
import io.ringkey.api.verification.NumberStreamId;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/**
 * People's accounts, as other features need them. What is called by a command handler works in its own unit of work and
 * transaction, and is undone with it. Thread-safe.
 */
public interface Accounts {

    /**
     * Registers a person: the account's stream begins, they are given their invite code, their standing is that of a
     * user. For command handlers only.
     *
     * @param account the id of the new account
     * @param subject whose key protects the account's personal data
     * @param number the stream of the number that the person holds; tying the number's row to the account is the
     *     caller's to do
     * @return the code with which they invite others
     */
    InviteCode register(AccountId account, UUID subject, NumberStreamId number, PhoneNumber phone);

    /**
     * What an account may do at this moment; nothing when there is none, or when it was erased. Outside a unit of work
     * it answers what was committed.
     */
    Optional<Standing> standing(AccountId account);

    /**
     * Asks for the standing of several accounts at once, each for whoever asks for it later in this transaction, and for the
     * keys of what will be written about them.
     */
    void readAhead(Collection<AccountId> accounts);

    /**
     * What signing in must know of an account.
     *
     * @param subject whose key protects the account's personal data
     * @param inviteCode the code with which the person invites others
     */
    record Standing(UUID subject, Role role, boolean blocked, InviteCode inviteCode) {}
}
