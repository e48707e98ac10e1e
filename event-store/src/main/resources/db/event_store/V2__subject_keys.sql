-- What makes the personal values of a subject readable, wrapped by the master key. Erased: the row stays, the key goes.
CREATE TABLE event_store.subject_key (
    subject uuid PRIMARY KEY,
    wrapped bytea,
    owner   uuid,
    made_at timestamptz NOT NULL
);
CREATE INDEX subject_key_by_owner ON event_store.subject_key (owner) WHERE owner IS NOT NULL;
ALTER TABLE event_store.subject_key ALTER COLUMN wrapped SET STATISTICS 0;

GRANT SELECT ON event_store.subject_key TO ${query_role};
