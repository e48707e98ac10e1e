package io.ringkey.eventstore;

import io.ringkey.api.inspection.EventFilter;
import io.ringkey.api.inspection.EventItem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads the record for people who inspect it: newest first, by keyset, so that a page costs the same however deep it
 * lies. Thread-safe.
 */
public final class EventRecords {

    /** The end of the record, for the first page. */
    public static final long NEWEST = Long.MAX_VALUE;

    private static final int LOOKED_AT_ONCE = 500;

    private static final String SELECT = """
            SELECT global_index, event_identifier, aggregate_identifier, sequence_number, payload_type,
                   payload_revision, time_stamp, actor, payload, meta_data
              FROM event_store.domain_event e
            """;

    private final JdbcTemplate jdbc;
    private final EventPayloads payloads;

    EventRecords(DataSource dataSource, EventPayloads payloads) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.payloads = payloads;
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
     * The newest events before a position. The filter's address is not looked at: it stands in no column, so it is the
     * caller's to turn into a condition.
     *
     * @param before the position of the last event of the page before, or {@link #NEWEST}
     * @param limit at most this many
     */
    public List<EventItem> page(EventFilter filter, List<Condition> more, long before, int limit) {
        return page(filter, more, before, limit, this::read);
    }

    /**
     * The newest events before a position that came from an address. Every event that the filter lets pass is opened for
     * it, so the filter must name streams, and few of them.
     *
     * @param before the position of the last event of the page before, or {@link #NEWEST}
     * @param limit at most this many
     */
    public List<EventItem> pageFromAddress(EventFilter filter, String address, long before, int limit) {
        var found = new ArrayList<EventItem>();
        long position = before;
        List<Addressed> looked;
        do {
            looked = page(
                    filter,
                    List.of(),
                    position,
                    LOOKED_AT_ONCE,
                    row -> new Addressed(
                            read(row),
                            address.equals(payloads.address(
                                    row.getString("payload_type"), row.getBytes("payload"), time(row)))));
            for (Addressed event : looked) {
                if (event.hit() && found.size() < limit) {
                    found.add(event.item());
                }
                position = event.item().index();
            }
        } while (found.size() < limit && looked.size() == LOOKED_AT_ONCE);
        return found;
    }

    private record Addressed(EventItem item, boolean hit) {}

    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> page(EventFilter filter, List<Condition> more, long before, int limit, Reader<T> reader) {
        var where = new ArrayList<String>();
        var parameters = new ArrayList<Object>();
        where.add("e.global_index < ?");
        parameters.add(before);
        if (filter.type() != null) {
            where.add("e.payload_type = ?");
            parameters.add(filter.type());
        }
        if (!filter.streams().isEmpty()) {
            where.add("e.aggregate_identifier = ANY (?)");
            parameters.add(filter.streams().toArray(UUID[]::new));
        }
        if (filter.actor() != null) {
            where.add("e.actor = ?");
            parameters.add(filter.actor());
        }
        if (filter.from() != null) {
            where.add("e.time_stamp >= ?");
            parameters.add(filter.from().atOffset(ZoneOffset.UTC));
        }
        if (filter.to() != null) {
            where.add("e.time_stamp < ?");
            parameters.add(filter.to().atOffset(ZoneOffset.UTC));
        }
        for (Condition condition : more) {
            where.add(condition.sql());
            parameters.addAll(condition.parameters());
        }
        parameters.add(limit);
        return jdbc.query(
                SELECT + " WHERE " + String.join(" AND ", where) + " ORDER BY e.global_index DESC LIMIT ?",
                (row, number) -> reader.read(row),
                parameters.toArray());
    }

    /** The event at a position. */
    public Optional<EventItem> find(long index) {
        return jdbc.query(SELECT + " WHERE e.global_index = ?", (row, number) -> read(row), index).stream()
                .findFirst();
    }

    /** The position of the newest event, or 0 while there is none. */
    public long newest() {
        Long newest =
                jdbc.queryForObject("SELECT coalesce(max(global_index), 0) FROM event_store.domain_event", Long.class);
        return newest == null ? 0 : newest;
    }

    private EventItem read(ResultSet row) throws SQLException {
        String type = row.getString("payload_type");
        Instant at = time(row);
        return new EventItem(
                row.getLong("global_index"),
                row.getObject("event_identifier", UUID.class),
                row.getObject("aggregate_identifier", UUID.class),
                row.getLong("sequence_number"),
                type,
                row.getString("payload_revision"),
                at,
                row.getObject("actor", UUID.class),
                payloads.masked(type, row.getBytes("payload"), at),
                payloads.plain(row.getBytes("meta_data")));
    }

    private static Instant time(ResultSet row) throws SQLException {
        return row.getObject("time_stamp", OffsetDateTime.class).toInstant();
    }
}
