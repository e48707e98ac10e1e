-- What staff looked at, until it is on record. Whoever reads puts it here before showing anything, and can add only:
-- neither see nor take away what is here. The same look within an hour is one row.
CREATE TABLE command_state.audit_inbox (
    account_id uuid        NOT NULL,
    what       text        NOT NULL,
    about      text,
    hour       timestamptz NOT NULL,
    looked_at  timestamptz NOT NULL,
    recorded   boolean     NOT NULL DEFAULT false,
    UNIQUE NULLS NOT DISTINCT (account_id, what, about, hour)
);
CREATE INDEX audit_inbox_waiting ON command_state.audit_inbox (account_id, looked_at) WHERE NOT recorded;
GRANT INSERT ON command_state.audit_inbox TO ${query_role};
