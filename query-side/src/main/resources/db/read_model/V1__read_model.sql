-- What the projections make of the record: all of it can be thrown away and made again.

CREATE TABLE read_model.profile (
    account_id      uuid        PRIMARY KEY,
    phone           text,
    masked_phone    text,
    email           text,
    folded_email    text,
    city            text,
    folded_city     text,
    telegram_id     text,
    avatar          text,
    invite_code     text        UNIQUE,
    referral_code   text,
    referrals_total bigint      NOT NULL DEFAULT 0,
    role            text        NOT NULL,
    blocked         boolean     NOT NULL DEFAULT false,
    created_at      timestamptz NOT NULL,
    erased          boolean     NOT NULL DEFAULT false,
    version         bigint      NOT NULL
);
CREATE INDEX profile_newest ON read_model.profile (created_at DESC, account_id DESC) WHERE NOT erased;
CREATE INDEX profile_by_phone ON read_model.profile (phone);
CREATE INDEX profile_by_email ON read_model.profile (folded_email text_pattern_ops);
CREATE INDEX profile_by_city ON read_model.profile (folded_city text_pattern_ops);

-- PostgreSQL keeps samples of columns for its planner; personal values do not belong there.
ALTER TABLE read_model.profile
    ALTER COLUMN phone SET STATISTICS 0,
    ALTER COLUMN masked_phone SET STATISTICS 0,
    ALTER COLUMN email SET STATISTICS 0,
    ALTER COLUMN folded_email SET STATISTICS 0,
    ALTER COLUMN city SET STATISTICS 0,
    ALTER COLUMN folded_city SET STATISTICS 0,
    ALTER COLUMN telegram_id SET STATISTICS 0;

-- Who brought whom. A row outlives both people.
CREATE TABLE read_model.referral (
    applicant_id uuid        PRIMARY KEY,
    inviter_id   uuid        NOT NULL,
    applied_at   timestamptz NOT NULL
);
CREATE INDEX referral_newest ON read_model.referral (inviter_id, applied_at DESC, applicant_id DESC);

-- Whose number a number's stream is, once that is known.
CREATE TABLE read_model.login_stream (
    stream_id  uuid PRIMARY KEY,
    account_id uuid NOT NULL
);
CREATE INDEX login_stream_of_account ON read_model.login_stream (account_id);

-- The login history. `position` is the event's place in the record.
CREATE TABLE read_model.login_entry (
    position   bigint      PRIMARY KEY,
    account_id uuid,
    stream_id  uuid        NOT NULL,
    at         timestamptz NOT NULL,
    what       text        NOT NULL,
    session_id uuid,
    address    text,
    user_agent text,
    detail     text
);
CREATE INDEX login_entry_of_account ON read_model.login_entry (account_id, at DESC, position DESC);
CREATE INDEX login_entry_by_address ON read_model.login_entry (address, position);
CREATE INDEX login_entry_untied ON read_model.login_entry (stream_id) WHERE account_id IS NULL;
ALTER TABLE read_model.login_entry
    ALTER COLUMN address SET STATISTICS 0,
    ALTER COLUMN user_agent SET STATISTICS 0;

-- A profile as clients see it. A person without an invite code is still being registered.
CREATE VIEW read_model.profile_answer AS
    SELECT p.account_id,
           p.phone,
           p.email,
           p.city,
           p.telegram_id,
           p.avatar,
           p.invite_code,
           p.referral_code,
           coalesce(newest.referrals, '[]'::jsonb) AS referrals,
           p.referrals_total,
           p.role,
           p.created_at,
           p.version
      FROM read_model.profile p
      LEFT JOIN LATERAL (
               SELECT jsonb_agg(
                          jsonb_build_object(
                              'user_id', brought.account_id,
                              'phone', brought.masked_phone,
                              'city', brought.city,
                              'applied_at', brought.applied_at)
                          ORDER BY brought.applied_at DESC, brought.account_id DESC) AS referrals
                 FROM (SELECT r.applicant_id AS account_id, r.applied_at, a.masked_phone, a.city
                         FROM read_model.referral r
                         JOIN read_model.profile a ON a.account_id = r.applicant_id
                        WHERE r.inviter_id = p.account_id
                        ORDER BY r.applied_at DESC, r.applicant_id DESC
                        LIMIT 100) brought) newest ON true
     WHERE NOT p.erased
       AND p.invite_code IS NOT NULL;

CREATE TABLE read_model.token_entry (
    processor_name text    NOT NULL,
    segment        integer NOT NULL,
    token          bytea,
    token_type     text,
    timestamp      text,
    owner          text,
    PRIMARY KEY (processor_name, segment)
);

CREATE TABLE read_model.dead_letter (
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

-- The write side answers with profiles, and waits until this side has seen a write.
GRANT USAGE ON SCHEMA read_model TO ${command_role};
GRANT SELECT ON read_model.profile_answer, read_model.token_entry TO ${command_role};
