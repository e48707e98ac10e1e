package io.ringkey.query.inspection;

import io.ringkey.api.Failure;
import io.ringkey.api.inspection.EventItem;
import io.ringkey.api.inspection.PayloadLevel;
import io.ringkey.eventstore.Kept;
import io.ringkey.eventstore.StreamRecords;
import io.ringkey.eventstore.StreamRecords.Extent;
import io.ringkey.eventstore.TypedEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Streams of the record and their states. Safe for concurrent use. */
@Component
final class StreamStates {

    /** Streams are far shorter; one that is not is shown by its events. */
    static final long FOLDED_AT_MOST = 50_000;

    /** Before the first event. */
    static final long NOTHING_YET = -1;

    private static final int READ_AT_ONCE = 1_000;

    private final StreamRecords records;

    StreamStates(StreamRecords records) {
        this.records = records;
    }

    Optional<Extent> extent(UUID stream) {
        return records.extent(stream);
    }

    /** Events from one place in the stream to another. */
    List<EventItem> part(UUID stream, long from, long to, int limit, PayloadLevel level) {
        return records.part(stream, from, to, limit, level);
    }

    /**
     * The states after these events.
     *
     * @param versions places of events in the stream, ascending; {@link #NOTHING_YET} for the state before the first
     * @throws Failure {@code field.invalid} for a version that is too late to be folded
     */
    List<Folded> at(UUID stream, StreamKind kind, List<Long> versions) {
        if (versions.getLast() >= FOLDED_AT_MOST) {
            throw Failure.invalid("at", "version.too-late");
        }
        var states = new ArrayList<Folded>();
        var way = new Way(stream, kind.fold());
        for (long version : versions) {
            way.goOnTo(version);
            states.add(new Folded(version, opened(way.fold.state()), List.copyOf(way.unread)));
        }
        return states;
    }

    /** A fold, and how far it has come. */
    private final class Way {

        private final UUID stream;
        private final StreamFold fold;
        private final List<Long> unread = new ArrayList<>();
        private long next;

        Way(UUID stream, StreamFold fold) {
            this.stream = stream;
            this.fold = fold;
        }

        void goOnTo(long version) {
            while (next <= version) {
                List<TypedEvent> events = records.typed(stream, next, version, READ_AT_ONCE);
                events.forEach(this::take);
                next = events.size() < READ_AT_ONCE
                        ? version + 1
                        : events.getLast().sequence() + 1;
            }
        }

        private void take(TypedEvent at) {
            var event = at.event();
            boolean taken = event != null && fold.take(at, event);
            if (!taken && unread.size() < Folded.UNREAD_AT_MOST) {
                unread.add(at.sequence());
            }
        }
    }

    /** Of all the values that a fold has seen, only those that are left have to be opened. */
    private Map<String, @Nullable Object> opened(Map<String, @Nullable Object> state) {
        var opened = new LinkedHashMap<String, @Nullable Object>();
        state.forEach((name, value) -> opened.put(name, value instanceof Kept kept ? records.read(kept) : value));
        return opened;
    }
}
