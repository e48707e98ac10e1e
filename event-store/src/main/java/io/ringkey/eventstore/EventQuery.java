package io.ringkey.eventstore;

import io.ringkey.api.inspection.EventFilter;
import io.ringkey.eventstore.EventRecords.Among;
import io.ringkey.eventstore.EventRecords.Condition;
import io.ringkey.eventstore.EventRecords.Place;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of a page of the record. A page must cost the same however many events a condition lets pass, and wherever they
 * lie, but PostgreSQL takes them to be spread evenly: it would walk the record back from its end for a frequent type, past
 * all that came since the type was last seen. So what has to be equal is asked for as a range, and sorted by first, which
 * the one index can do that begins with it.
 */
final class EventQuery {

    /** Positions begin at 1. */
    private static final long BEFORE_ALL = 0;

    private static final String RECORD = " FROM event_store.domain_event e";
    private static final String PAST = "(e.time_stamp, e.global_index) < (?, ?)";
    private static final String FIRST_POSITIONS = " ORDER BY p.pin DESC, p.position DESC LIMIT ?";
    private static final String LATEST_FIRST = "e.time_stamp DESC, e.global_index DESC";

    private final List<String> where = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();
    private String from = RECORD;
    private String end = "";

    private EventQuery() {}

    static EventQuery page(EventFilter filter, List<Condition> more, Place before, int limit) {
        var query = new EventQuery();
        if (filter.streams().isEmpty()) {
            query.latest(filter, more, before, limit);
        } else {
            query.ofStreams(filter, more, before, limit);
        }
        return query;
    }

    static EventQuery page(EventFilter filter, Among among, int limit) {
        var query = new EventQuery();
        query.parameters.addAll(among.parameters());
        if (filter.actor() == null) {
            query.from = " FROM (" + among.sql() + ") p JOIN event_store.domain_event e ON e.global_index = p.position";
            query.onlyStreams(filter);
            query.equal(filter);
            query.between(filter);
            query.where.add("true");
            query.end = FIRST_POSITIONS;
            query.parameters.add(limit);
        } else {
            query.amongThoseOf(filter, among, limit);
        }
        return query;
    }

    /** Both may be many, and have little in common: their positions are compared before any event is read. */
    private void amongThoseOf(EventFilter filter, Among among, int limit) {
        onlyStreams(filter);
        equal(filter);
        between(filter);
        boolean byActorAlone = where.size() == 1;
        String theirs = "SELECT e.global_index" + RECORD + " WHERE " + String.join(" AND ", where)
                // Few events of an actor meet further conditions: those are found first. All of an actor's are not.
                + (byActorAlone ? "" : " OFFSET 0");
        where.clear();
        from = " FROM (SELECT p.pin, p.position FROM (" + among.sql() + ") p JOIN (" + theirs
                + ") a ON a.global_index = p.position" + FIRST_POSITIONS
                + ") p JOIN event_store.domain_event e ON e.global_index = p.position";
        parameters.add(limit);
        where.add("true");
        end = " ORDER BY p.position DESC";
    }

    /** Those of these positions that the filter lets pass, oldest first. */
    static EventQuery at(EventFilter filter, List<Long> indexes) {
        var query = new EventQuery();
        query.add("e.global_index = ANY (?)", (Object) indexes.toArray(Long[]::new));
        query.onlyStreams(filter);
        query.equal(filter);
        query.between(filter);
        query.end = " ORDER BY e.global_index";
        return query;
    }

    private void latest(EventFilter filter, List<Condition> more, Place before, int limit) {
        var order = new StringBuilder(" ORDER BY ");
        pin(order, "e.actor", filter.actor());
        pin(order, "e.payload_type", filter.type());
        Instant to = filter.to();
        // One bound alone: of two, it is the looser that says where in the index to begin.
        if (to != null && to.isBefore(before.at())) {
            add(PAST, utc(to), BEFORE_ALL);
        } else {
            add(PAST, utc(before.at()), before.index());
        }
        since(filter);
        add(more);
        end = order.append(LATEST_FIRST).append(" LIMIT ?").toString();
        parameters.add(limit);
    }

    private void pin(StringBuilder order, String column, @Nullable Object value) {
        if (value != null) {
            add(column + " BETWEEN ? AND ?", value, value);
            order.append(column).append(" DESC, ");
        }
    }

    /** Each stream is walked back from its end, for as many as there can be of it on the page. */
    private void ofStreams(EventFilter filter, List<Condition> more, Place before, int limit) {
        parameters.add(filter.streams().toArray(UUID[]::new));
        where.add("e.aggregate_identifier = s.stream");
        add("e.global_index < ?", before.index());
        equal(filter);
        between(filter);
        add(more);
        from = " FROM unnest(?::uuid[]) AS s(stream) CROSS JOIN LATERAL (SELECT *" + RECORD;
        end = " ORDER BY e.sequence_number DESC LIMIT ?) e ORDER BY e.global_index DESC LIMIT ?";
        parameters.add(limit);
        parameters.add(limit);
    }

    private void onlyStreams(EventFilter filter) {
        if (!filter.streams().isEmpty()) {
            add("e.aggregate_identifier = ANY (?)", (Object) filter.streams().toArray(UUID[]::new));
        }
    }

    private void equal(EventFilter filter) {
        if (filter.type() != null) {
            add("e.payload_type = ?", filter.type());
        }
        if (filter.actor() != null) {
            add("e.actor = ?", filter.actor());
        }
    }

    private void since(EventFilter filter) {
        if (filter.from() != null) {
            add("e.time_stamp >= ?", utc(filter.from()));
        }
    }

    private void between(EventFilter filter) {
        since(filter);
        if (filter.to() != null) {
            add("e.time_stamp < ?", utc(filter.to()));
        }
    }

    private void add(List<Condition> more) {
        for (Condition condition : more) {
            where.add(condition.sql());
            parameters.addAll(condition.parameters());
        }
    }

    private void add(String condition, Object... values) {
        where.add(condition);
        parameters.addAll(List.of(values));
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    String sql() {
        return "SELECT " + EventRow.COLUMNS + from + " WHERE " + String.join(" AND ", where) + end;
    }

    List<Object> parameters() {
        return parameters;
    }
}
