package io.ringkey.query.processors;

import io.ringkey.api.Personal;
import io.ringkey.api.verification.VerificationEvent.WrongCodeGiven;
import io.ringkey.query.support.RunningQuerySide;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes many events at once into the record, past Axon, as another process would. */
public final class ManyEvents {

    private static final String COPIES = """
            INSERT INTO event_store.domain_event
                   (event_identifier, aggregate_identifier, sequence_number, type, time_stamp, payload_type,
                    payload_revision, payload, meta_data)
            SELECT gen_random_uuid(), :stream, n, 'Test', now(), e.payload_type, e.payload_revision, e.payload,
                   e.meta_data
              FROM generate_series(:first, :last) n, event_store.domain_event e
             WHERE e.global_index = :sample
            """;

    private final RunningQuerySide side;
    private final JdbcClient writer;
    private final long sample;

    private ManyEvents(RunningQuerySide side, JdbcClient writer, long sample) {
        this.side = side;
        this.writer = writer;
        this.sample = sample;
    }

    /** Makes copies of one event, of a wrong code, which it appends first: each copy is a line of the login history. */
    public static ManyEvents ofWrongCodes(RunningQuerySide side, DataSource dataSource) {
        UUID stream = side.newId();
        side.append(
                stream,
                new WrongCodeGiven(
                        stream,
                        side.newId(),
                        2,
                        Instant.parse("2026-01-02T03:04:05Z"),
                        Personal.of(side.newId(), "203.0.113.7"),
                        null));
        return new ManyEvents(side, JdbcClient.create(dataSource), side.last());
    }

    /** The same, written on another connection. */
    ManyEvents on(DataSource dataSource) {
        return new ManyEvents(side, JdbcClient.create(dataSource), sample);
    }

    /** Appends copies, in one transaction, to a stream of their own. */
    public void append(int copies) {
        writer.sql(COPIES)
                .param("stream", side.newId())
                .param("first", 0)
                .param("last", copies - 1)
                .param("sample", sample)
                .update();
    }

    /** Leaves gaps that nothing will ever fill, as rolled-back commands do, each before one event. */
    void appendWithDeadGaps(int gaps) {
        writer.sql("""
                        INSERT INTO event_store.domain_event
                               (global_index, event_identifier, aggregate_identifier, sequence_number, type, time_stamp,
                                payload_type, payload_revision, payload, meta_data)
                        SELECT e.newest + 2 * n, gen_random_uuid(), :stream, n, 'Test', now(), e.payload_type,
                               e.payload_revision, e.payload, e.meta_data
                          FROM generate_series(1, :gaps) n,
                               (SELECT *, (SELECT max(global_index) FROM event_store.domain_event) AS newest
                                  FROM event_store.domain_event) e
                         WHERE e.global_index = :sample
                        """)
                .param("stream", side.newId())
                .param("gaps", gaps)
                .param("sample", sample)
                .update();
        writer.sql("""
                        SELECT setval('event_store.domain_event_global_index_seq', max(global_index))
                          FROM event_store.domain_event
                        """).query(Long.class).single();
    }
}
