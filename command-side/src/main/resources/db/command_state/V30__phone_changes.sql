-- Which session asked to move its person to another number, and the challenge that proves that number.
CREATE TABLE command_state.phone_change (
    session_id   uuid PRIMARY KEY REFERENCES command_state.session ON DELETE CASCADE,
    challenge_id uuid NOT NULL REFERENCES command_state.delivery ON DELETE CASCADE
);
CREATE INDEX phone_change_of_challenge ON command_state.phone_change (challenge_id);
