package io.ringkey.eventstore;

import io.ringkey.api.inspection.EventFilter;
import io.ringkey.api.inspection.EventItem;
import io.ringkey.api.inspection.PayloadLevel;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads the record for people who inspect it: newest first, by keyset, so that a page costs the same however deep it
 * lies. Thread-safe.
 */
public final class EventRecords {

    private static final int LOOKED_AT_ONCE = 500;
    /** Events of one call are made within moments of each other, so they stand close together. */
    private static final int NEIGHBOURS = 500;

    private static final String NEWER = """
            SELECT global_index FROM event_store.domain_event WHERE global_index = ANY (?)
            UNION ALL
            (SELECT global_index FROM event_store.domain_event WHERE global_index > ? ORDER BY global_index LIMIT ?)
            """;

    private static final String SPAN_OF_ACTOR = """
            SELECT first, last
              FROM (SELECT min(global_index) AS first FROM event_store.domain_event WHERE actor = ?) earliest,
                   (SELECT max(global_index) AS last FROM event_store.domain_event WHERE actor = ?) latest
             WHERE first IS NOT NULL
            """;

    /** By how much the times of two events may contradict the order in which they were written down. */
    private static final Duration OUT_OF_ORDER = Duration.ofHours(2);

    private static final String LAST_BEFORE =
            "SELECT global_index FROM event_store.domain_event WHERE time_stamp < ? ORDER BY time_stamp DESC LIMIT 1";

    private static final String FIRST_SINCE =
            "SELECT global_index FROM event_store.domain_event WHERE time_stamp >= ? ORDER BY time_stamp LIMIT 1";

    private static final String OF_THE_SAME_CALL = EventRow.SELECT + """
             WHERE e.global_index BETWEEN ? AND ?
               AND convert_from(e.meta_data, 'UTF8')::jsonb ->> ? = ?
             ORDER BY e.global_index DESC
             LIMIT ?
            """;

    private final JdbcTemplate jdbc;
    private final EventRows rows;

    EventRecords(DataSource dataSource, EventPayloads payloads) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.rows = new EventRows(payloads);
    }

    /**
     * A further condition in SQL on the event's row {@code e}, for what only the caller's own tables know.
     *
     * @param sql for example {@code e.global_index IN (SELECT …)}, with question marks
     */
    public record Condition(String sql, List<Object> parameters) {

        public Condition {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * Where a page begins: after this event.
     *
     * @param index its position in the record
     * @param at when it was made
     */
    public record Place(long index, Instant at) {

        /** The end of the record, for the first page. */
        public static final Place NEWEST = new Place(Long.MAX_VALUE, Instant.parse("9999-12-31T23:59:59Z"));

        /** After this event, for the page that follows it. */
        public static Place after(EventItem event) {
            return new Place(event.index(), event.at());
        }

        static Place after(EventRow event) {
            return new Place(event.index(), event.at());
        }
    }

    /**
     * Positions that the caller has found in tables of its own.
     *
     * @param sql of rows of {@code pin} and {@code position}, with question marks: an index gives them in this order, and
     *     {@code pin} is the same in all of them
     */
    public record Among(String sql, List<Object> parameters) {

        public Among {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * The newest events before a place: of streams by position, else by time. The filter's address is not looked at: it
     * stands in no column.
     *
     * @param limit at most this many
     */
    public List<EventItem> page(EventFilter filter, List<Condition> more, Place before, int limit, PayloadLevel level) {
        return rows.items(level, list(EventQuery.page(filter, more, before, limit)));
    }

    /**
     * The newest of some events, by position. The filter's address is not looked at.
     *
     * @param limit at most this many
     */
    public List<EventItem> page(EventFilter filter, Among among, int limit, PayloadLevel level) {
        return rows.items(level, list(EventQuery.page(filter, among, limit)));
    }

    /**
     * The newest events before a place that came from an address. Every event that the filter lets pass is opened for it,
     * so the filter must name streams, and few of them.
     *
     * @param limit at most this many
     */
    public List<EventItem> pageFromAddress(
            EventFilter filter, String address, Place before, int limit, PayloadLevel level) {
        var found = new ArrayList<EventRow>();
        Place place = before;
        List<EventRow> looked;
        do {
            looked = list(EventQuery.page(filter, List.of(), place, LOOKED_AT_ONCE));
            rows.from(address, looked).limit(limit - found.size()).forEach(found::add);
            place = looked.isEmpty() ? place : Place.after(looked.getLast());
        } while (found.size() < limit && looked.size() == LOOKED_AT_ONCE);
        return rows.items(level, found);
    }

    private List<EventRow> list(EventQuery query) {
        return EventRow.list(jdbc, query.sql(), query.parameters().toArray());
    }

    /**
     * A part of the record.
     *
     * @param first the position of its first event
     * @param last that of its last
     */
    public record Span(long first, long last) {

        Optional<Span> and(Span other) {
            var both = new Span(Math.max(first, other.first), Math.min(last, other.last));
            return both.first > both.last ? Optional.empty() : Optional.of(both);
        }
    }

    /** From where to where there can be events of the filter's actor and times; nothing where there are none. */
    public Optional<Span> spanOf(EventFilter filter) {
        Span times = spanOf(filter.from(), filter.to());
        return filter.actor() == null
                ? Optional.of(times)
                : spanOf(filter.actor()).flatMap(theirs -> theirs.and(times));
    }

    private Span spanOf(@Nullable Instant from, @Nullable Instant to) {
        long first = from == null ? 0 : position(LAST_BEFORE, from.minus(OUT_OF_ORDER), 0);
        long last = to == null ? Long.MAX_VALUE : position(FIRST_SINCE, to.plus(OUT_OF_ORDER), Long.MAX_VALUE);
        return new Span(first, last);
    }

    private long position(String sql, Instant time, long none) {
        return jdbc.queryForList(sql, Long.class, time.atOffset(ZoneOffset.UTC)).stream()
                .findFirst()
                .orElse(none);
    }

    private Optional<Span> spanOf(UUID actor) {
        return jdbc
                .query(
                        SPAN_OF_ACTOR,
                        (row, number) -> new Span(row.getLong("first"), row.getLong("last")),
                        actor,
                        actor)
                .stream()
                .findFirst();
    }

    /** The event at a position. */
    public Optional<EventItem> find(long index, PayloadLevel level) {
        return rows.items(level, EventRow.list(jdbc, EventRow.SELECT + " WHERE e.global_index = ?", index)).stream()
                .findFirst();
    }

    /**
     * Events that were made close to one and have the same word in their metadata, newest first, the one itself included.
     *
     * @param key the word's name, such as {@code request_id}
     * @param limit at most this many
     */
    public List<EventItem> near(long index, String key, String word, int limit, PayloadLevel level) {
        return rows.items(
                level, EventRow.list(jdbc, OF_THE_SAME_CALL, index - NEIGHBOURS, index + NEIGHBOURS, key, word, limit));
    }

    /** The position of the newest event, or 0 while there is none. */
    public long newest() {
        Long newest =
                jdbc.queryForObject("SELECT coalesce(max(global_index), 0) FROM event_store.domain_event", Long.class);
        return newest == null ? 0 : newest;
    }

    /** Where a reader stands that has seen all there is. What is being written at this moment is still to come. */
    public ReadUpTo end() {
        long newest = newest();
        long from = Math.max(0, newest - ReadUpTo.OPEN_AT_MOST);
        var gaps = new TreeSet<Long>();
        for (long index = from + 1; index < newest; index++) {
            gaps.add(index);
        }
        gaps.removeAll(newer(ReadUpTo.before(from), ReadUpTo.OPEN_AT_MOST + 1));
        return new ReadUpTo(newest, gaps);
    }

    /**
     * What a reader has not seen, oldest first.
     *
     * @param address only events from this address, whatever the filter says; {@code null} for all
     * @param limit how many events to read on at most, those that the filter keeps back included
     */
    public News after(ReadUpTo seen, EventFilter filter, int limit, PayloadLevel level) {
        List<Long> fresh = newer(seen, limit);
        if (fresh.isEmpty()) {
            return new News(List.of(), seen);
        }
        String address = filter.address();
        List<EventRow> found = list(EventQuery.at(filter, fresh));
        List<EventRow> wanted =
                address == null ? found : rows.from(address, found).toList();
        return new News(rows.items(level, wanted), seen.and(fresh));
    }

    /**
     * What is new to a reader.
     *
     * @param items what the filter let pass
     * @param seen where the reader then stands
     */
    public record News(List<EventItem> items, ReadUpTo seen) {

        public News {
            items = List.copyOf(items);
        }
    }

    private List<Long> newer(ReadUpTo seen, int limit) {
        return jdbc.queryForList(NEWER, Long.class, seen.gaps().toArray(Long[]::new), seen.index(), limit).stream()
                .sorted()
                .toList();
    }
}
