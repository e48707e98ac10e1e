package io.ringkey.api.people;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.session.SessionId;
import org.jspecify.annotations.Nullable;

/** What the read models can be asked about people. */
public sealed interface PeopleQuery {

    /** A person's profile. Answered with an optional {@link ProfileView}. */
    record GetProfile(AccountId account) implements PeopleQuery {}

    /**
     * A page of people, newest first.
     *
     * @param search an id, an invite code, a full number in its normal form, or a prefix of email or city
     * @param seenBy phones are masked for a moderator
     */
    record FindPeople(@Nullable String search, @Nullable String cursor, int limit, Role seenBy)
            implements PeopleQuery {}

    /** A page of the people that this one brought, newest first. */
    record FindReferrals(AccountId inviter, @Nullable String cursor, int limit) implements PeopleQuery {}

    /** A page of a person's login history, newest first. */
    record FindLogins(AccountId account, @Nullable String cursor, int limit) implements PeopleQuery {}

    /**
     * A page of a person's live sessions, newest first.
     *
     * @param asking the session of whoever asks, which the page marks as the current one
     */
    record FindSessions(
            AccountId account, SessionId asking, @Nullable String cursor, int limit) implements PeopleQuery {}
}
