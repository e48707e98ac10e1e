-- Where sessions that have not ended were opened, or refreshed from last. What else there is to say of a session is state
-- of the write side.
CREATE TABLE read_model.session (
    session_id uuid PRIMARY KEY,
    account_id uuid NOT NULL,
    address    text,
    user_agent text
);
CREATE INDEX session_of_account ON read_model.session (account_id);
ALTER TABLE read_model.session
    ALTER COLUMN address SET STATISTICS 0,
    ALTER COLUMN user_agent SET STATISTICS 0;

-- Everybody who could have sessions.
CREATE TABLE read_model.session_holder (
    account_id uuid PRIMARY KEY
);
