-- Referrals that were taken back, made of the record as `referral` is.
CREATE TABLE read_model.revoked_referral (
    applicant_id uuid        PRIMARY KEY,
    inviter_id   uuid        NOT NULL,
    applied_at   timestamptz NOT NULL,
    reason       text        NOT NULL,
    revoked_by   uuid        NOT NULL,
    revoked_at   timestamptz NOT NULL
);
CREATE INDEX revoked_referral_of_inviter ON read_model.revoked_referral (inviter_id);

-- What somebody said was all right, made of the record.
CREATE TABLE read_model.dismissed_question (
    question_id  uuid        PRIMARY KEY,
    people       integer     NOT NULL,
    reason       text        NOT NULL,
    dismissed_by uuid        NOT NULL,
    dismissed_at timestamptz NOT NULL
);

-- Who brought most in a time.
CREATE INDEX referral_by_time ON read_model.referral (applied_at, inviter_id);

-- What looked odd about referrals. No projection: it is looked for again and again in what the projections have made, and
-- stands until it is answered. Addresses and clients are counted here and named nowhere.
CREATE TABLE read_model.referral_question (
    question_id uuid        PRIMARY KEY,
    kind        text        NOT NULL,
    -- Who brought the first of them.
    inviter_id  uuid        NOT NULL,
    people      integer     NOT NULL,
    places      integer     NOT NULL,
    clients     integer     NOT NULL,
    idle        integer     NOT NULL,
    since       timestamptz NOT NULL,
    newest_at   timestamptz NOT NULL,
    raised_at   timestamptz NOT NULL
);
CREATE TABLE read_model.questioned_person (
    question_id uuid    NOT NULL REFERENCES read_model.referral_question ON DELETE CASCADE,
    account_id  uuid    NOT NULL,
    -- Which of the question's addresses and clients, by a number that means nothing elsewhere.
    place       integer,
    client      integer,
    idle        boolean NOT NULL,
    PRIMARY KEY (question_id, account_id)
);
CREATE INDEX questioned_person_by_account ON read_model.questioned_person (account_id);
