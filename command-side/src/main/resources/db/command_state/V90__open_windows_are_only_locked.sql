-- Opens a window where there is none, locks it, and says how it stands. One that is open, as nearly all are, is no longer
-- written anew for that.
CREATE OR REPLACE FUNCTION command_state.open_window(
    p_rule text, p_subject bytea, p_start timestamptz, p_length interval)
RETURNS command_state.limit_window LANGUAGE plpgsql AS $$
DECLARE
    opened command_state.limit_window;
BEGIN
    SELECT * INTO opened FROM command_state.limit_window
     WHERE rule = p_rule AND subject = p_subject AND started_at = p_start
       FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        INSERT INTO command_state.limit_window (rule, subject, started_at, ends_at)
        VALUES (p_rule, p_subject, p_start, p_start + p_length)
        ON CONFLICT (rule, subject, started_at) DO UPDATE SET used = limit_window.used
        RETURNING * INTO opened;
    END IF;
    RETURN opened;
END
$$;
