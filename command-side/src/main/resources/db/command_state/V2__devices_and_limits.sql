-- Devices that their person has signed in with. Hashes only.
CREATE TABLE command_state.device (
    device_hash bytea       PRIMARY KEY,
    account_id  uuid        NOT NULL,
    made_at     timestamptz NOT NULL
);
CREATE INDEX device_of_account ON command_state.device (account_id, made_at);

-- Wrong codes of devices that are not recognised, for the tombstone.
ALTER TABLE command_state.phone_number
    ADD COLUMN wrong_codes   integer NOT NULL DEFAULT 0,
    ADD COLUMN last_wrong_at timestamptz;

-- What outlives the row of a number. Its hash stands nowhere else; no person, stream or invitation can be found by it.
CREATE TABLE command_state.tombstone (
    number_hash   bytea       PRIMARY KEY,
    wrong_codes   integer     NOT NULL,
    last_wrong_at timestamptz,
    brought       boolean     NOT NULL,
    expires_at    timestamptz NOT NULL
);
CREATE INDEX tombstone_expired ON command_state.tombstone (expires_at);

-- People who came back to a number whose holder had been brought once: nobody earns by them again.
CREATE TABLE command_state.brought_before (
    account_id uuid PRIMARY KEY
);

-- How much of a limit is used up, and how often it has refused. Subjects are hashes under a key of their own.
CREATE TABLE command_state.limit_window (
    rule       text        NOT NULL,
    subject    bytea       NOT NULL,
    started_at timestamptz NOT NULL,
    ends_at    timestamptz NOT NULL,
    used       integer     NOT NULL DEFAULT 0,
    -- Of what was sent, how much was given back.
    converted  integer     NOT NULL DEFAULT 0,
    refused    bigint      NOT NULL DEFAULT 0,
    -- Whether the first refusal is on record.
    recorded   boolean     NOT NULL DEFAULT false,
    PRIMARY KEY (rule, subject, started_at)
) WITH (fillfactor = 70);
CREATE INDEX limit_window_ended ON command_state.limit_window (ends_at);

-- The numbers that an address has had messages sent to.
CREATE TABLE command_state.limit_member (
    subject    bytea       NOT NULL,
    started_at timestamptz NOT NULL,
    member     bytea       NOT NULL,
    PRIMARY KEY (subject, started_at, member)
);
CREATE INDEX limit_member_ended ON command_state.limit_member (started_at);

-- Where a rule's refusals of a day are on record, and how many of its first ones.
CREATE TABLE command_state.limit_stream (
    rule      text    NOT NULL,
    day       date    NOT NULL,
    stream_id uuid    NOT NULL,
    recorded  integer NOT NULL DEFAULT 0,
    PRIMARY KEY (rule, day)
);

-- The sign-ins of a day are counted while somebody sprays codes.
CREATE INDEX session_signed_in ON command_state.session USING brin (signed_in_at);

-- Opens a window where there is none, locks it, and says how it stands.
CREATE FUNCTION command_state.open_window(p_rule text, p_subject bytea, p_start timestamptz, p_length interval)
RETURNS command_state.limit_window LANGUAGE sql AS $$
    INSERT INTO command_state.limit_window (rule, subject, started_at, ends_at)
    VALUES (p_rule, p_subject, p_start, p_start + p_length)
    ON CONFLICT (rule, subject, started_at) DO UPDATE SET used = limit_window.used
    RETURNING *
$$;

CREATE FUNCTION command_state.refuse(p_window command_state.limit_window)
RETURNS command_state.limit_window LANGUAGE sql AS $$
    UPDATE command_state.limit_window SET refused = refused + 1
     WHERE rule = p_window.rule AND subject = p_window.subject AND started_at = p_window.started_at
    RETURNING *
$$;

-- Takes one message out of every budget that it counts against, or out of none: then the window that refused is
-- answered. Windows are locked in one order, so that calls wait for one another and never for each other.
CREATE FUNCTION command_state.take_send(
    p_hour timestamptz, p_day timestamptz, p_address bytea, p_number bytea, p_prefix bytea,
    p_address_most integer, p_prefix_most integer, p_convert_after integer, p_convert_percent integer,
    p_day_most integer)
RETURNS command_state.limit_window LANGUAGE plpgsql AS $$
DECLARE
    by_address    command_state.limit_window;
    by_prefix     command_state.limit_window;
    by_conversion command_state.limit_window;
    by_day        command_state.limit_window;
    is_new        boolean;
BEGIN
    by_address    := command_state.open_window('ADDRESS_NUMBERS', p_address, p_hour, '1 hour');
    by_prefix     := command_state.open_window('PREFIX_SENDS', p_prefix, p_hour, '1 hour');
    by_conversion := command_state.open_window('PREFIX_CONVERSION', p_prefix, p_day, '1 day');
    by_day        := command_state.open_window('DAY_SENDS', '', p_day, '1 day');
    is_new := NOT EXISTS (SELECT FROM command_state.limit_member
                           WHERE subject = p_address AND started_at = p_hour AND member = p_number);

    IF p_address_most > 0 AND is_new AND by_address.used >= p_address_most THEN
        RETURN command_state.refuse(by_address);
    END IF;
    IF p_prefix_most > 0 AND by_prefix.used >= p_prefix_most THEN
        RETURN command_state.refuse(by_prefix);
    END IF;
    IF p_convert_after > 0 AND by_conversion.used >= p_convert_after
            AND by_conversion.converted * 100 < by_conversion.used * p_convert_percent THEN
        RETURN command_state.refuse(by_conversion);
    END IF;
    IF p_day_most > 0 AND by_day.used >= p_day_most THEN
        RETURN command_state.refuse(by_day);
    END IF;

    IF is_new THEN
        INSERT INTO command_state.limit_member (subject, started_at, member) VALUES (p_address, p_hour, p_number);
    END IF;
    UPDATE command_state.limit_window SET used = used + 1
     WHERE (rule, subject, started_at) IN (
           ('ADDRESS_NUMBERS', CASE WHEN is_new THEN p_address END, p_hour),
           ('PREFIX_SENDS', p_prefix, p_hour),
           ('PREFIX_CONVERSION', p_prefix, p_day),
           ('DAY_SENDS', ''::bytea, p_day));
    RETURN NULL;
END
$$;
