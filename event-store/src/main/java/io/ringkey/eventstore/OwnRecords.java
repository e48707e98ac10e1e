package io.ringkey.eventstore;

import io.ringkey.eventstore.EventRecords.Condition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads the record for the person whom it is about: personal values that are theirs stand in the clear, those of others
 * not at all. Oldest first, by keyset, and never with a connection held in between. Thread-safe.
 */
public final class OwnRecords {

    private static final String OF_A_STREAM = EventRow.SELECT + """
             WHERE e.aggregate_identifier = ? AND e.sequence_number > ? AND e.global_index <= ?
             ORDER BY e.sequence_number
             LIMIT ?
            """;

    private final JdbcTemplate jdbc;
    private final EventPayloads payloads;

    OwnRecords(DataSource dataSource, EventPayloads payloads) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.payloads = payloads;
    }

    /**
     * A person who reads.
     *
     * @param subjects whose values are theirs: their account's, and those of the numbers that they have held
     */
    public record Owner(Set<UUID> subjects) {

        public Owner {
            subjects = Set.copyOf(subjects);
        }
    }

    /**
     * An event, as the person sees it.
     *
     * @param index its position in the record
     * @param sequence its place in its stream, counted from 0
     * @param payload its content; personal values that are another's, or can no longer be read, are {@code null}
     */
    public record OwnEvent(
            long index, UUID stream, long sequence, String type, Instant at, Map<String, @Nullable Object> payload) {}

    /** The person as whom to read. */
    public Owner owner(UUID account) {
        return new Owner(Set.copyOf(
                jdbc.queryForList("SELECT subject FROM event_store.subject_key WHERE owner = ?", UUID.class, account)));
    }

    /**
     * The next events of a stream.
     *
     * @param after the sequence number of the last one seen, -1 for none
     * @param until only what has this position in the record, or an earlier one
     * @param limit at most this many
     */
    public List<OwnEvent> ofStream(Owner owner, UUID stream, long after, long until, int limit) {
        return read(owner, OF_A_STREAM, stream, after, until, limit);
    }

    /**
     * The next events of any stream that meet a condition.
     *
     * @param after the position of the last one seen, 0 for none
     * @param until only what has this position in the record, or an earlier one
     * @param limit at most this many
     */
    public List<OwnEvent> where(Owner owner, Condition condition, long after, long until, int limit) {
        var parameters = new ArrayList<Object>(condition.parameters());
        parameters.addAll(List.of(after, until, limit));
        return read(
                owner,
                EventRow.SELECT + " WHERE " + condition.sql()
                        + " AND e.global_index > ? AND e.global_index <= ? ORDER BY e.global_index LIMIT ?",
                parameters.toArray());
    }

    private List<OwnEvent> read(Owner owner, String sql, Object... parameters) {
        return EventRow.list(jdbc, sql, parameters).stream()
                .map(row -> new OwnEvent(
                        row.index(),
                        row.stream(),
                        row.sequence(),
                        row.type(),
                        row.at(),
                        payloads.own(row.type(), row.payload(), row.at(), owner.subjects())))
                .toList();
    }
}
