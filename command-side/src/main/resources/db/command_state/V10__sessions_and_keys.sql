-- When a session was used after its sign-in, to the minute; what was never used again has none.
ALTER TABLE command_state.session ADD COLUMN last_used_at timestamptz;

-- A key is known to all processes before the first of them uses it. Keys without a moment are used at once.
ALTER TABLE command_state.key ADD COLUMN used_from timestamptz;

CREATE OR REPLACE VIEW command_state.session_access AS
    SELECT s.session_id,
           s.account_id,
           a.role,
           a.blocked,
           (s.ended_at IS NOT NULL) AS ended,
           least(s.expires_at, s.idle_until) AS expires_at,
           s.signed_in_at,
           s.browser_hash,
           coalesce(s.last_used_at, s.signed_in_at) AS last_used_at
      FROM command_state.session s
      JOIN command_state.account a USING (account_id);
