package io.ringkey.api.account;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.Personal;
import io.ringkey.api.StoredName;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happens to a person's account. */
public sealed interface AccountEvent extends DomainEvent {

    /** The account, which is also its stream. */
    UUID account();

    /**
     * A person was recorded for the first time.
     *
     * @param subject whose key protects the account's personal data
     * @param numberStream the stream of the number that the person holds
     */
    @StoredName("account.person-registered")
    record PersonRegistered(UUID account, UUID subject, UUID numberStream, Personal phone, Instant registeredAt)
            implements AccountEvent {}

    /** The person was given the code with which they invite others. */
    @StoredName("account.invite-code-given")
    record InviteCodeGiven(UUID account, String inviteCode, Instant givenAt) implements AccountEvent {}

    /**
     * The profile was changed, and this is how it now stands.
     *
     * @param email {@code null} when there is none; the same holds for the other fields
     * @param by the account of whoever changed it
     */
    @StoredName("account.profile-changed")
    record ProfileChanged(
            UUID account,
            @Nullable Personal email,
            @Nullable Personal city,
            @Nullable Personal telegramId,
            UUID by,
            Instant changedAt)
            implements AccountEvent {}

    /**
     * The avatar was replaced or removed.
     *
     * @param avatar the random name of the new picture, or {@code null} when it was removed
     */
    @StoredName("account.avatar-changed")
    record AvatarChanged(UUID account, @Nullable String avatar, UUID by, Instant changedAt) implements AccountEvent {}

    /**
     * The person's role was set.
     *
     * @param by the account of the admin, or {@code null} when whoever runs the server did it
     */
    @StoredName("account.role-changed")
    record RoleChanged(UUID account, Role role, @Nullable UUID by, Instant changedAt) implements AccountEvent {}

    /** The person may no longer sign in, and their sessions are ended. */
    @StoredName("account.person-blocked")
    record PersonBlocked(UUID account, UUID by, Instant blockedAt) implements AccountEvent {}

    /** The person may sign in again. */
    @StoredName("account.person-unblocked")
    record PersonUnblocked(UUID account, UUID by, Instant unblockedAt) implements AccountEvent {}

    /**
     * The person proved another number, and it is theirs. The former one is free.
     *
     * @param numberStream the stream of the number that the person now holds
     * @param formerNumberStream the stream of the number that they held, or {@code null} when they held none
     */
    @StoredName("account.phone-changed")
    record PhoneChanged(
            UUID account,
            Personal phone,
            UUID numberStream,
            @Nullable UUID formerNumberStream,
            Instant changedAt) implements AccountEvent {}

    /**
     * Somebody else holds the person's number now, who starts anew with it; the account stays, without a number.
     *
     * @param numberStream the stream of the number that they held
     */
    @StoredName("account.number-given-up")
    record NumberGivenUp(UUID account, UUID numberStream, Instant givenUpAt) implements AccountEvent {}

    /** The person left: what is held of them is gone, their invite code is void. */
    @StoredName("account.erased")
    record AccountErased(UUID account, UUID by, Instant erasedAt) implements AccountEvent {}
}
