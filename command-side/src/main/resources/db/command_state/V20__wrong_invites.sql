-- When a person last tried invite codes that were refused; the row goes once they have applied one.
CREATE TABLE command_state.wrong_invite (
    account_id uuid          PRIMARY KEY,
    tried_at   timestamptz[] NOT NULL DEFAULT '{}'
);
