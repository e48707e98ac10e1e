-- The latest replay of each projection. One process of the reading side fills twins of the projection's tables, beside
-- those that answer, and says here how far it is; any can go on where another one ended. The table "replay" is for
-- processes of earlier releases, and goes when none of them can be running.
CREATE TABLE read_model.replay_beside (
    projection        text        PRIMARY KEY,
    replay_id         uuid        NOT NULL,
    state             text        NOT NULL,
    on_word           boolean     NOT NULL,
    word_given        boolean     NOT NULL DEFAULT false,
    compare_asked     boolean     NOT NULL DEFAULT false,
    cleared           boolean     NOT NULL DEFAULT false,
    target            bigint      NOT NULL,
    position          bigint      NOT NULL DEFAULT 0,
    gaps              bigint[]    NOT NULL DEFAULT '{}',
    events_per_second bigint      NOT NULL DEFAULT 0,
    requested_by      uuid,
    started_at        timestamptz NOT NULL,
    finished_at       timestamptz,
    problem           text,
    comparison        text
);
ALTER TABLE read_model.replay_beside
    ALTER COLUMN projection SET STATISTICS 0,
    ALTER COLUMN state SET STATISTICS 0,
    ALTER COLUMN problem SET STATISTICS 0,
    ALTER COLUMN comparison SET STATISTICS 0;
