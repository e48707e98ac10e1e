-- How often things happened, by the hour. Nothing in it is anybody's.
CREATE TABLE read_model.figure (
    name  text        NOT NULL,
    hour  timestamptz NOT NULL,
    total bigint      NOT NULL,
    PRIMARY KEY (name, hour)
);

-- For who is under attack now.
CREATE INDEX login_entry_of_trouble ON read_model.login_entry (at DESC) WHERE what IN ('failed', 'refused');
