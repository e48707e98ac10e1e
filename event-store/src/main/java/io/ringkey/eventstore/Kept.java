package io.ringkey.eventstore;

import io.ringkey.eventstore.PersonalFields.Place;
import java.time.Instant;

/**
 * A personal value of an event that was not opened yet.
 *
 * @param place where it belongs: it opens nowhere else
 * @param sealed what is kept of it
 * @param at when its event was made
 */
public record Kept(Place place, String sealed, Instant at) {

    /** It opens with a key that others may have, so it stays out of logs. */
    @Override
    public String toString() {
        return "(kept " + place.event() + "." + place.field() + ")";
    }
}
