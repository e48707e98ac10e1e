-- Beside looks, that somebody gave up a dead letter of a view, and why.
ALTER TABLE command_state.audit_inbox
    ADD COLUMN discarded_from  text,
    ADD COLUMN discarded_event uuid,
    ADD COLUMN reason          text;
ALTER TABLE command_state.audit_inbox
    ALTER COLUMN discarded_from SET STATISTICS 0,
    ALTER COLUMN reason SET STATISTICS 0;
