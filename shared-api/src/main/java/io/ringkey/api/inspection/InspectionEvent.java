package io.ringkey.api.inspection;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.StoredName;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What staff looked at (A7), and what they did on the reading side. Ids alone; never what was shown or searched for. */
public sealed interface InspectionEvent extends DomainEvent {

    /** A stream of some of these by one of them. */
    UUID stream();

    /** Whose account it was. */
    UUID by();

    /**
     * A moderator or an admin looked at what is not their own. The same look is one event an hour.
     *
     * @param by whose account it was
     * @param what the path that was called, with its variables in braces
     * @param about whom or what it was about: the id of an account or a stream, or an event's position; {@code null} when
     *     it was a list
     */
    @StoredName("inspection.looked")
    record Looked(
            UUID stream, UUID by, String what, @Nullable String about, Instant lookedAt) implements InspectionEvent {}

    /**
     * An admin gave up an event that a projection could not take in: it will not stand in that view, until this is made
     * anew from the record.
     *
     * @param by whose account it was
     * @param projection which view
     * @param event the id of the event that was given up
     * @param reason in their words, which hold no number and no address
     */
    @StoredName("inspection.dead-letter-discarded")
    record DeadLetterDiscarded(UUID stream, UUID by, String projection, UUID event, String reason, Instant discardedAt)
            implements InspectionEvent {}
}
