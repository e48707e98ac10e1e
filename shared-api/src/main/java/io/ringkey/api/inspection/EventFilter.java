package io.ringkey.api.inspection;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which events to look at; an absent condition lets all pass.
 *
 * @param type a stored name
 * @param streams events of any of these streams; empty for all
 * @param from the earliest time, inclusive
 * @param to the latest time, exclusive
 */
public record EventFilter(
        @Nullable String type,
        List<UUID> streams,
        @Nullable UUID actor,
        @Nullable String address,
        @Nullable Instant from,
        @Nullable Instant to) {

    /** All events. */
    public static final EventFilter ALL = new EventFilter(null, List.of(), null, null, null, null);

    public EventFilter {
        streams = List.copyOf(streams);
    }
}
