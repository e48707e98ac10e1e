-- The record. Events have a sequence of their own: a shared one would fill every reader's token with gaps.
CREATE TABLE event_store.domain_event (
    global_index         bigserial PRIMARY KEY,
    event_identifier     uuid        NOT NULL,
    aggregate_identifier uuid        NOT NULL,
    sequence_number      bigint      NOT NULL,
    type                 text,
    time_stamp           timestamptz NOT NULL,
    payload_type         text        NOT NULL,
    payload_revision     text,
    payload              bytea       NOT NULL,
    meta_data            bytea       NOT NULL,
    actor                uuid,
    CONSTRAINT domain_event_identifier UNIQUE (event_identifier),
    CONSTRAINT domain_event_stream_position UNIQUE (aggregate_identifier, sequence_number)
);

CREATE INDEX domain_event_by_type ON event_store.domain_event (payload_type, global_index DESC);
CREATE INDEX domain_event_by_time ON event_store.domain_event (time_stamp);
CREATE INDEX domain_event_by_actor ON event_store.domain_event (actor, global_index DESC) WHERE actor IS NOT NULL;

GRANT USAGE ON SCHEMA event_store TO ${query_role};
GRANT SELECT ON event_store.domain_event TO ${query_role};
