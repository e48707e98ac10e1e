-- What the write side must know at once and keep unique. Rows are written in the command's own transaction.

-- Finds the stream of a number. The keyed hash stands nowhere else.
CREATE TABLE command_state.phone_number (
    phone_hash   bytea       PRIMARY KEY,
    stream_id    uuid        NOT NULL UNIQUE,
    subject      uuid        NOT NULL,
    account_id   uuid        UNIQUE,
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL
);
CREATE INDEX phone_number_unverified ON command_state.phone_number (last_seen_at) WHERE account_id IS NULL;

-- One live row per challenge: what is needed to derive its code and to send it. Gone when the code's life is over.
CREATE TABLE command_state.delivery (
    challenge_id  uuid        PRIMARY KEY,
    stream_id     uuid        NOT NULL,
    phone         text        NOT NULL,
    nonce         bytea       NOT NULL,
    key_id        integer     NOT NULL,
    purpose       text        NOT NULL,
    counter       integer     NOT NULL,
    code_length   integer     NOT NULL,
    expires_at    timestamptz NOT NULL,
    requested_at  timestamptz NOT NULL,
    sends_wanted  integer     NOT NULL DEFAULT 1,
    sends_done    integer     NOT NULL DEFAULT 0,
    attempts      integer     NOT NULL DEFAULT 0,
    leased_until  timestamptz,
    next_try_at   timestamptz,
    binding       bytea
);
CREATE INDEX delivery_expired ON command_state.delivery (expires_at);
CREATE INDEX delivery_waiting ON command_state.delivery (next_try_at) WHERE sends_done < sends_wanted;
CREATE INDEX delivery_newest ON command_state.delivery (requested_at DESC);
-- PostgreSQL keeps samples of columns for its planner; a phone number does not belong there.
ALTER TABLE command_state.delivery ALTER COLUMN phone SET STATISTICS 0;

-- An account's standing: what a token is checked against.
CREATE TABLE command_state.account (
    account_id    uuid        PRIMARY KEY,
    -- Whose key protects the account's personal data.
    subject       uuid        NOT NULL,
    role          text        NOT NULL DEFAULT 'user',
    blocked       boolean     NOT NULL DEFAULT false,
    created_at    timestamptz NOT NULL
);

CREATE TABLE command_state.invite_code (
    code       text PRIMARY KEY,
    account_id uuid NOT NULL UNIQUE
);

-- Who brought whom: one row a person, for good.
CREATE TABLE command_state.referral (
    account_id uuid PRIMARY KEY,
    inviter_id uuid NOT NULL
);

CREATE TABLE command_state.session (
    session_id          uuid        PRIMARY KEY,
    account_id          uuid        NOT NULL,
    challenge_id        uuid        NOT NULL,
    signed_in_at        timestamptz NOT NULL,
    expires_at          timestamptz NOT NULL,
    idle_until          timestamptz NOT NULL,
    ended_at            timestamptz,
    browser_hash        bytea,
    refresh_hash        bytea,
    refresh_generation  integer     NOT NULL DEFAULT 0,
    refresh_parent_hash bytea,
    refreshed_at        timestamptz,
    seen_fingerprints   bytea[]     NOT NULL DEFAULT '{}'
);
CREATE INDEX session_of_account ON command_state.session (account_id);

-- Keys of every purpose, wrapped by the master key. Never seen by the query side.
CREATE TABLE command_state.key (
    purpose    text        NOT NULL,
    key_id     integer     NOT NULL,
    wrapped    bytea       NOT NULL,
    made_at    timestamptz NOT NULL,
    retired_at timestamptz,
    public_jwk text,
    PRIMARY KEY (purpose, key_id)
);

CREATE TABLE command_state.avatar (
    name         text        PRIMARY KEY,
    account_id   uuid        NOT NULL,
    media_type   text        NOT NULL,
    picture      bytea       NOT NULL,
    current      boolean     NOT NULL DEFAULT false,
    made_at      timestamptz NOT NULL
);
CREATE INDEX avatar_of_account ON command_state.avatar (account_id);

CREATE TABLE command_state.idempotency (
    caller       uuid        NOT NULL,
    key_hash     bytea       NOT NULL,
    request_hash bytea       NOT NULL,
    status       integer,
    body         bytea,
    content_type text,
    created_at   timestamptz NOT NULL,
    PRIMARY KEY (caller, key_hash)
);

-- A value that makes something happen once, such as the first admin named in the settings.
CREATE TABLE command_state.done_once (
    what    text        NOT NULL,
    value   bytea       NOT NULL,
    done_at timestamptz NOT NULL,
    PRIMARY KEY (what, value)
);

CREATE TABLE command_state.token_entry (
    processor_name text        NOT NULL,
    segment        integer     NOT NULL,
    token          bytea,
    token_type     text,
    timestamp      text,
    owner          text,
    PRIMARY KEY (processor_name, segment)
);

CREATE TABLE command_state.dead_letter (
    dead_letter_id       text        PRIMARY KEY,
    processing_group     text        NOT NULL,
    sequence_identifier  text        NOT NULL,
    sequence_index       bigint      NOT NULL,
    message_type         text        NOT NULL,
    event_identifier     text        NOT NULL,
    type                 text,
    aggregate_identifier text,
    sequence_number      bigint,
    time_stamp           text        NOT NULL,
    payload_type         text        NOT NULL,
    payload_revision     text,
    payload              bytea       NOT NULL,
    meta_data            bytea,
    token_type           text,
    token                bytea,
    enqueued_at          text        NOT NULL,
    last_touched         text,
    processing_started   text,
    cause_type           text,
    cause_message        text,
    diagnostics          bytea,
    UNIQUE (processing_group, sequence_identifier, sequence_index)
);

-- What the query side may see of all this: no secret, no number.
CREATE VIEW command_state.session_access AS
    SELECT s.session_id,
           s.account_id,
           a.role,
           a.blocked,
           (s.ended_at IS NOT NULL) AS ended,
           least(s.expires_at, s.idle_until) AS expires_at,
           s.signed_in_at,
           s.browser_hash
      FROM command_state.session s
      JOIN command_state.account a USING (account_id);

CREATE VIEW command_state.public_key AS
    SELECT purpose || '-' || key_id AS kid, public_jwk AS jwk, retired_at
      FROM command_state.key
     WHERE public_jwk IS NOT NULL;

GRANT USAGE ON SCHEMA command_state TO ${query_role};
GRANT SELECT ON command_state.session_access, command_state.public_key TO ${query_role};
GRANT SELECT ON command_state.avatar TO ${query_role};
