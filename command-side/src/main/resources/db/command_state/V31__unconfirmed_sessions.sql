-- A session of whoever holds a number that nobody had used for long: perhaps not the person.
ALTER TABLE command_state.session ADD COLUMN unconfirmed boolean NOT NULL DEFAULT false;

CREATE OR REPLACE VIEW command_state.session_access AS
    SELECT s.session_id,
           s.account_id,
           a.role,
           a.blocked,
           (s.ended_at IS NOT NULL) AS ended,
           least(s.expires_at, s.idle_until) AS expires_at,
           s.signed_in_at,
           s.browser_hash,
           coalesce(s.last_used_at, s.signed_in_at) AS last_used_at,
           NOT s.unconfirmed AS confirmed
      FROM command_state.session s
      JOIN command_state.account a USING (account_id);
