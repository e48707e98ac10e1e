-- Addresses and clients are forgotten after a time: these rows still have them.
CREATE INDEX login_entry_with_details ON read_model.login_entry (at)
 WHERE address IS NOT NULL OR user_agent IS NOT NULL;

-- When a session was at the place that stands in its row.
ALTER TABLE read_model.session ADD COLUMN seen_at timestamptz;
UPDATE read_model.session s
   SET seen_at = coalesce((SELECT max(e.at) FROM read_model.login_entry e WHERE e.session_id = s.session_id), now());
ALTER TABLE read_model.session ALTER COLUMN seen_at SET NOT NULL;
CREATE INDEX session_with_details ON read_model.session (seen_at)
 WHERE address IS NOT NULL OR user_agent IS NOT NULL;
