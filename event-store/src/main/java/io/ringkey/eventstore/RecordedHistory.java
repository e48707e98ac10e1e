package io.ringkey.eventstore;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.axonframework.eventhandling.TrackedEventData;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads the record in its order, for whoever makes something of it anew and says exactly which events are to be in it.
 * The position of an event is that of its tracking token. In the transaction under way, if there is one. Thread-safe.
 */
public final class RecordedHistory {

    private static final String SELECT = "SELECT " + StoredEvents.COLUMNS + " FROM event_store.domain_event";
    private static final String AFTER = SELECT + """
             WHERE global_index > ? AND global_index <= ? AND global_index <> ALL (?) AND payload_type = ANY (?)
             ORDER BY global_index
             LIMIT ?
            """;
    private static final String AT =
            SELECT + " WHERE global_index = ANY (?) AND payload_type = ANY (?) ORDER BY global_index";

    private final JdbcTemplate jdbc;
    private final StoredEvents stored;
    private final SharedPages pages =
            new SharedPages((after, upTo, types) -> opened(after(after, upTo, List.of(), types, Integer.MAX_VALUE)));

    RecordedHistory(DataSource dataSource, Serializer serializer, EventUpcaster upcasters, JdbcSubjectKeys keys) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.stored = new StoredEvents(serializer, upcasters, keys);
    }

    /**
     * Some events that follow each other.
     *
     * @param reached up to here there are no others
     */
    public record Part(List<TrackedEventMessage<?>> events, long reached) {

        public Part {
            events = List.copyOf(events);
        }
    }

    /**
     * The next events.
     *
     * @param position the last one seen, 0 for none
     * @param until none beyond this position
     * @param except none at these positions
     * @param types the stored names of those that are wanted
     * @param limit at most this many
     */
    public Part after(long position, long until, Collection<Long> except, Collection<String> types, int limit) {
        List<TrackedEventData<byte[]>> found =
                found(AFTER, position, until, except.toArray(Long[]::new), types.toArray(String[]::new), limit);
        long reached = found.size() < limit ? until : StoredEvents.position(found.getLast());
        return new Part(stored.messages(found), reached);
    }

    /**
     * A way through the record beside those of others, with whom it shares what is read.
     *
     * @param types the stored names of the events that are wanted
     */
    public Walk walk(Set<String> types) {
        return new Walk(types);
    }

    /** Somebody's way through the record. For one thread at a time; closed when they want nothing any more. */
    public final class Walk implements AutoCloseable {

        private final Set<String> types;

        private Walk(Set<String> types) {
            this.types = Set.copyOf(types);
        }

        /** Whether others who are about here have fallen behind, so that it is better to let them come up first. */
        public boolean isAhead(long position) {
            return pages.isAhead(this, SharedPages.pageAfter(position));
        }

        /**
         * The next events, as {@link RecordedHistory#after}.
         *
         * @param knownAtNanos by {@link System#nanoTime}: what was committed before is not missed
         */
        public Part after(long position, long until, Collection<Long> except, int limit, long knownAtNanos) {
            long page = SharedPages.pageAfter(position);
            long last = SharedPages.lastOf(page);
            if (until < last) {
                return RecordedHistory.this.after(position, until, except, types, limit);
            }
            var some = pages.get(this, page, types, knownAtNanos, until >= SharedPages.lastOf(page + 1)).stream()
                    .filter(event -> StoredEvents.position(event) > position
                            && !except.contains(StoredEvents.position(event))
                            && types.contains(EventCatalogue.nameOf(event.getPayloadType())))
                    .toList();
            return new Part(some, last);
        }

        @Override
        public void close() {
            pages.leave(this);
        }
    }

    /** Here, since those who share them would all do it at the same moment. */
    private static List<TrackedEventMessage<?>> opened(Part part) {
        for (TrackedEventMessage<?> event : part.events()) {
            try {
                event.getPayload();
            } catch (RuntimeException whoTakesItWillSee) {
                // and make a dead letter of it
            }
        }
        return part.events();
    }

    /** The events of these types at these positions, where there are any. */
    public List<TrackedEventMessage<?>> at(Collection<Long> positions, Collection<String> types) {
        return stored.messages(found(AT, positions.toArray(Long[]::new), types.toArray(String[]::new)));
    }

    private List<TrackedEventData<byte[]>> found(String sql, Object... parameters) {
        return jdbc.query(sql, (row, number) -> StoredEvents.read(row), parameters);
    }
}
