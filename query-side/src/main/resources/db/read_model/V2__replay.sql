-- The latest replay of each projection. Every process of the reading side watches this table: while a replay is
-- requested it lets go of the projection, so that one of them can put its position back.
CREATE TABLE read_model.replay (
    projection   text        PRIMARY KEY,
    state        text        NOT NULL CHECK (state IN ('requested', 'running', 'finished', 'failed')),
    target       bigint      NOT NULL,
    requested_by uuid,
    started_at   timestamptz NOT NULL,
    finished_at  timestamptz
);
