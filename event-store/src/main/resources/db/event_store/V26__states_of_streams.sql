-- What a long stream comes to up to a version, so that whoever loads it reads on from there. Made of the events, and made anew
-- where it is missing.
CREATE TABLE event_store.stream_state (
    stream          uuid        PRIMARY KEY,
    sequence_number bigint      NOT NULL,
    type            text        NOT NULL,
    made_at         timestamptz NOT NULL,
    state_type      text        NOT NULL,
    state           bytea       NOT NULL
);
ALTER TABLE event_store.stream_state ALTER COLUMN state SET STATISTICS 0;
ALTER TABLE event_store.stream_state
    ALTER COLUMN type SET STATISTICS 0,
    ALTER COLUMN state_type SET STATISTICS 0;
