package io.ringkey.api.inspection;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.StoredName;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What staff looked at (A7). Ids alone; never what was shown or searched for. */
public sealed interface InspectionEvent extends DomainEvent {

    /** A stream of some looks by one of them. */
    UUID stream();

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
}
