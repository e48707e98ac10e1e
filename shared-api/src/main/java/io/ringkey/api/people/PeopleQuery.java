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
     * A page of people.
     *
     * @param search an id, an invite code, a full number in its normal form, or a prefix of email or city
     * @param role only people of this role; {@code null} for all
     * @param blocked only people who are blocked, or who are not; {@code null} for all
     * @param cursor of an earlier page in the same order
     * @param seenBy phones are masked for a moderator
     */
    record FindPeople(
            @Nullable String search,
            @Nullable Role role,
            @Nullable Boolean blocked,
            PeopleOrder order,
            @Nullable String cursor,
            int limit,
            Role seenBy)
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
