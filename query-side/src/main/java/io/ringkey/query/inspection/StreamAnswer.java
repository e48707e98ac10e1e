package io.ringkey.query.inspection;

import io.ringkey.api.inspection.EventItem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stream of the record.
 *
 * @param kind what it is about
 * @param version the place of its last event, counted from 0
 * @param items its events, oldest first; with a version or a difference those that lead there
 * @param next where to go on, or {@code null} at the end
 * @param at the state at a version, if one was asked for
 * @param diff what changed between two versions, if that was asked for
 */
record StreamAnswer(
        UUID stream,
        @Schema(example = "account") String kind,
        long version,
        Instant begunAt,
        Instant lastAt,
        List<EventItem> items,
        @Nullable String next,
        @Nullable Version at,
        @Nullable Difference diff) {

    /**
     * The state after an event.
     *
     * @param version the place of that event in the stream
     * @param unread places of events before it that this release cannot read, and that are not in the state
     */
    record Version(long version, Map<String, @Nullable Object> state, List<Long> unread) {}

    /** What changed after one event, until after another. */
    record Difference(long from, long to, List<Change> changes, List<Long> unread) {}
}
