package io.ringkey.command.account;

import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountCommand.ChangeProfile;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.ProfileOutcome;
import io.ringkey.api.verification.NumberStreamId;
import org.jspecify.annotations.Nullable;

/**
 * People who change their number, as whoever checks the code needs them. For command handlers only: every call works in
 * the caller's own unit of work and transaction, and is undone with it. Thread-safe.
 */
public interface NumberHolders {

    /** Lets changes of one person's number come one after the other until the transaction's end, across processes too. */
    void takeTurn(AccountId account);

    /** Changes the rest of a profile, in the same step as a code is asked for. */
    ProfileOutcome changeProfile(ChangeProfile command);

    /**
     * Records that a person holds another number. The rows by which numbers are found are the caller's to change.
     *
     * @param former the stream of the number that they held, or {@code null} when they held none
     * @throws io.ringkey.api.Failure {@code not-found} or {@code person.blocked}, to undo all of the command
     */
    void changePhone(AccountId account, PhoneNumber phone, NumberStreamId number, @Nullable NumberStreamId former);
}
