-- Sessions that have not ended, as far as the record tells. Whether one still lives is state of the write side.
CREATE TABLE read_model.session (
    session_id uuid        PRIMARY KEY,
    account_id uuid        NOT NULL,
    opened_at  timestamptz NOT NULL,
    way        text        NOT NULL,
    address    text,
    user_agent text
);
CREATE INDEX session_newest ON read_model.session (account_id, opened_at DESC, session_id DESC);
ALTER TABLE read_model.session
    ALTER COLUMN address SET STATISTICS 0,
    ALTER COLUMN user_agent SET STATISTICS 0;

-- Everybody who could have sessions.
CREATE TABLE read_model.session_holder (
    account_id uuid PRIMARY KEY
);
