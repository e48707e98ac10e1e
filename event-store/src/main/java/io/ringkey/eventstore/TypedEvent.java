package io.ringkey.eventstore;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.Personal;
import io.ringkey.eventstore.PersonalFields.Place;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event of a stream, to be folded. Its personal values are sealed still: {@link #kept} says what they are.
 *
 * @param sequence its place in the stream, counted from 0
 * @param type its stored name
 * @param event {@code null} when this release cannot read it
 */
public record TypedEvent(
        long sequence, String type, Instant at, @Nullable DomainEvent event) {

    /**
     * A personal value of the event.
     *
     * @param field its name in the stored payload
     * @return {@code null} when there is none
     */
    public @Nullable Kept kept(String field, @Nullable Personal personal) {
        String sealed = Personal.valueOf(personal);
        return personal == null || sealed == null
                ? null
                : new Kept(new Place(personal.subject(), type, field), sealed, at);
    }
}
