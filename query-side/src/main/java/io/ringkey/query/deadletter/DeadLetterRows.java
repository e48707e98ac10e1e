package io.ringkey.query.deadletter;

import io.ringkey.api.inspection.EventItem;
import io.ringkey.api.inspection.PayloadLevel;
import io.ringkey.eventstore.EventRecords;
import io.ringkey.query.processors.ReplayLetters;
import io.ringkey.query.processors.Tries;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Reads the table {@code dead_letter}, newest first. Ids are made in the order of time. */
@Component
class DeadLetterRows {

    /** Sorts behind every id. */
    static final String NEWEST = "~";

    private static final String SELECT = """
            SELECT d.dead_letter_id, d.processing_group, d.sequence_identifier, d.cause_message, d.diagnostics,
                   CAST(d.enqueued_at AS timestamptz) AS since,
                   CAST(coalesce(d.last_touched, d.enqueued_at) AS timestamptz) AS tried_at,
                   CAST(d.event_identifier AS uuid) AS event, d.payload_type,
                   CAST(d.aggregate_identifier AS uuid) AS stream, e.global_index,
                   (SELECT count(*)
                      FROM read_model.dead_letter b
                     WHERE b.processing_group = d.processing_group
                       AND b.sequence_identifier = d.sequence_identifier
                       AND b.sequence_index < d.sequence_index) AS position
              FROM read_model.dead_letter d
              LEFT JOIN event_store.domain_event e ON e.event_identifier = CAST(d.event_identifier AS uuid)
            """;

    private final JdbcClient jdbc;
    private final EventRecords records;

    DeadLetterRows(DataSource dataSource, EventRecords records) {
        this.jdbc = JdbcClient.create(dataSource);
        this.records = records;
    }

    /** A letter, and the sequence that it stands in. */
    record Stored(DeadLetterItem item, String sequence) {}

    /**
     * The newest before another one.
     *
     * @param projection of this one alone, with what a replay of it met; {@code null} for all
     */
    List<Stored> page(@Nullable String projection, String before, int limit) {
        return jdbc.sql(SELECT + """
                         WHERE d.dead_letter_id < :before
                           AND (CAST(:projection AS text) IS NULL OR d.processing_group IN (:projection, :replay))
                         ORDER BY d.dead_letter_id DESC
                         LIMIT :limit
                        """)
                .param("before", before)
                .param("projection", projection)
                .param("replay", projection + ReplayLetters.OF_A_REPLAY)
                .param("limit", limit)
                .query((row, number) -> read(row))
                .list();
    }

    Optional<Stored> find(String id) {
        return jdbc.sql(SELECT + " WHERE d.dead_letter_id = ?")
                .param(id)
                .query((row, number) -> read(row))
                .optional();
    }

    /** How many wait in a sequence. */
    int waiting(String projection, String sequence) {
        return jdbc.sql("SELECT count(*) FROM read_model.dead_letter"
                        + " WHERE processing_group = ? AND sequence_identifier = ?")
                .params(projection, sequence)
                .query(Integer.class)
                .single();
    }

    /** Why the first of a sequence waits. */
    Optional<String> whyTheFirstWaits(String projection, String sequence) {
        return jdbc.sql("SELECT cause_message FROM read_model.dead_letter"
                        + " WHERE processing_group = ? AND sequence_identifier = ? ORDER BY sequence_index LIMIT 1")
                .params(projection, sequence)
                .query((row, number) -> Optional.ofNullable(row.getString(1)))
                .optional()
                .flatMap(cause -> cause);
    }

    private Stored read(ResultSet row) throws SQLException {
        String queue = row.getString("processing_group");
        boolean ofReplay = queue.endsWith(ReplayLetters.OF_A_REPLAY);
        long index = row.getLong("global_index");
        var item = new DeadLetterItem(
                row.getString("dead_letter_id"),
                ofReplay ? queue.substring(0, queue.length() - ReplayLetters.OF_A_REPLAY.length()) : queue,
                ofReplay,
                row.getLong("position"),
                index,
                row.getObject("event", UUID.class),
                row.getString("payload_type"),
                row.getObject("stream", UUID.class),
                payload(index),
                row.getString("cause_message"),
                row.getObject("since", OffsetDateTime.class).toInstant(),
                row.getObject("tried_at", OffsetDateTime.class).toInstant(),
                tries(row.getBytes("diagnostics")));
        return new Stored(item, row.getString("sequence_identifier"));
    }

    private @Nullable Map<String, @Nullable Object> payload(long index) {
        return records.find(index, PayloadLevel.MASKED).map(EventItem::payload).orElse(null);
    }

    private static int tries(byte @Nullable [] diagnostics) {
        return diagnostics == null
                ? 0
                : JsonMapper.shared().readTree(diagnostics).path(Tries.NAME).asInt(0);
    }
}
