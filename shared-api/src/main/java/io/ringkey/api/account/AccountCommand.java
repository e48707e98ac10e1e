package io.ringkey.api.account;

import io.ringkey.api.PhoneNumber;
import io.ringkey.api.referral.InviteCode;
import io.ringkey.api.session.SessionId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked of an account. */
public sealed interface AccountCommand {

    /** Records a person who has not signed in yet and makes them an admin; for whoever runs the server. */
    record MakeAdmin(PhoneNumber phone) implements AccountCommand {}

    /**
     * Changes a profile, whole or not at all. Answered with a {@link ProfileOutcome}.
     *
     * @param inviteCode another person's code to apply in the same step, or {@code null}
     * @param avatar what to do with the picture, or {@code null} to leave it
     * @param ifVersion the sequence number of the account's last event that the client has seen, or {@code null} when any
     *     will do
     */
    record ChangeProfile(
            @TargetAggregateIdentifier AccountId account,
            ProfileChanges changes,
            @Nullable InviteCode inviteCode,
            @Nullable AvatarChange avatar,
            @Nullable Long ifVersion,
            AccountId by)
            implements AccountCommand {}

    /** Sets a person's role. */
    record SetRole(@TargetAggregateIdentifier AccountId account, Role role, AccountId by) implements AccountCommand {}

    /** Keeps a person from signing in and ends their sessions. */
    record BlockPerson(@TargetAggregateIdentifier AccountId account, AccountId by) implements AccountCommand {}

    /** Lets a person sign in again. */
    record UnblockPerson(@TargetAggregateIdentifier AccountId account, AccountId by) implements AccountCommand {}

    /**
     * Takes the number from an account for whoever holds it now and is not the person. Answered with whether this
     * session was unconfirmed, and so may ask for it.
     */
    record GiveUpNumber(AccountId account, SessionId session) implements AccountCommand {}

    /** Erases a person. */
    record EraseAccount(@TargetAggregateIdentifier AccountId account, AccountId by) implements AccountCommand {}
}
