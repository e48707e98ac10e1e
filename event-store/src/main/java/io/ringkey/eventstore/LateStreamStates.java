package io.ringkey.eventstore;

import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;

/** The rows in {@code event_store.stream_state}. */
final class LateStreamStates implements StreamStates {

    private static final LateRows KEPT = LateRows.of("""
            INSERT INTO event_store.stream_state AS s (stream, sequence_number, type, made_at, state_type, state)
            SELECT * FROM unnest(?::uuid[], ?::bigint[], ?::text[], ?::timestamptz[], ?::text[], ?::bytea[])
            ON CONFLICT (stream) DO UPDATE
               SET sequence_number = excluded.sequence_number, made_at = excluded.made_at,
                   state_type = excluded.state_type, state = excluded.state
             WHERE s.sequence_number < excluded.sequence_number
            """, "uuid", "bigint", "text", "timestamptz", "text", "bytea");

    private final LateWrites lateWrites;
    private final Serializer serializer;
    private final InstantSource clock;

    LateStreamStates(LateWrites lateWrites, Serializer serializer, InstantSource clock) {
        this.lateWrites = lateWrites;
        this.serializer = serializer;
        this.clock = clock;
    }

    @Override
    public void keep(UUID stream, String type, long version, Object state) {
        SerializedObject<byte[]> kept = serializer.serialize(state, byte[].class);
        lateWrites.add(
                KEPT,
                stream,
                version,
                type,
                clock.instant().atOffset(ZoneOffset.UTC),
                kept.getType().getName(),
                kept.getData());
    }
}
