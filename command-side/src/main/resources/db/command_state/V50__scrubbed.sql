-- When each table was last written anew, and what the server had counted of deleted and replaced rows by then.
CREATE TABLE command_state.scrubbed (
    table_name    text        PRIMARY KEY,
    scrubbed_at   timestamptz NOT NULL,
    changes       bigint      NOT NULL,
    counted_since timestamptz NOT NULL
);
