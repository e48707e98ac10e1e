package io.ringkey.query.processors;

import java.util.Collections;
import java.util.SortedSet;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;
import org.jspecify.annotations.Nullable;

/**
 * How far a segment of a projection has come.
 *
 * @param index the last event that it has seen
 * @param gaps positions before that which it has not seen: transactions under way then, or rolled back
 * @param owner the process that works on it, or {@code null}
 * @param replaying whether it has not come back yet to where it was before a replay
 */
public record StoredPosition(
        int segment,
        long index,
        SortedSet<Long> gaps,
        @Nullable String owner,
        boolean replaying) {

    static StoredPosition of(int segment, @Nullable TrackingToken token, @Nullable String owner) {
        return WrappedToken.unwrapLowerBound(token) instanceof GapAwareTrackingToken position
                ? new StoredPosition(
                        segment,
                        position.getIndex(),
                        position.getGaps(),
                        owner,
                        ReplayToken.getTokenAtReset(token).orElse(0) > position.getIndex())
                : new StoredPosition(segment, 0, Collections.emptySortedSet(), owner, false);
    }

    /** Whether it has seen the event at this position. */
    public boolean covers(long position) {
        return index >= position && !gaps.contains(position);
    }
}
