package io.ringkey.bench.measure;

import io.ringkey.bench.Stage;
import io.ringkey.bench.program.Postgres;

/** A record of five million events: those of real people, copied with streams and times of their own. */
final class ManyEvents {

    static final int EVENTS = 5_000_000;

    static final String NAME = "many";
    private static final int BY_PEOPLE = 10_000;

    private ManyEvents() {}

    /** The database that has them, filled when it is asked for first. */
    static Postgres on(Stage stage) {
        Postgres postgres = stage.postgres(NAME);
        int events = stage.scale().of(EVENTS);
        new EventMaker(postgres, stage.writeSide(NAME)).fillUpTo(stage.scale().of(BY_PEOPLE));
        long there = postgres.number("SELECT count(*) FROM event_store.domain_event");
        long copies = events / there;
        if (copies > 1) {
            postgres.execute("""
                    INSERT INTO event_store.domain_event (event_identifier, aggregate_identifier, sequence_number, type,
                        time_stamp, payload_type, payload_revision, payload, meta_data, actor)
                    SELECT uuidv7(), md5(e.aggregate_identifier::text || copy)::uuid, e.sequence_number, e.type,
                           e.time_stamp + copy * interval '1 minute', e.payload_type, e.payload_revision, e.payload,
                           e.meta_data, e.actor
                      FROM generate_series(1, %d) copy CROSS JOIN event_store.domain_event e
                     ORDER BY copy, e.global_index""".formatted(copies - 1), "VACUUM ANALYZE event_store.domain_event");
        }
        return postgres;
    }
}
