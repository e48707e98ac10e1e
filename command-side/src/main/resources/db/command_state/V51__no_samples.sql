-- PostgreSQL keeps samples of columns for its planner. Hashes, keys and what people sent do not belong there; all that is
-- looked for by them is looked for by a whole unique key, for which the planner needs no samples.
ALTER TABLE command_state.phone_number ALTER COLUMN phone_hash SET STATISTICS 0;
ALTER TABLE command_state.delivery
    ALTER COLUMN nonce SET STATISTICS 0,
    ALTER COLUMN binding SET STATISTICS 0;
ALTER TABLE command_state.session
    ALTER COLUMN browser_hash SET STATISTICS 0,
    ALTER COLUMN refresh_hash SET STATISTICS 0,
    ALTER COLUMN refresh_parent_hash SET STATISTICS 0,
    ALTER COLUMN seen_fingerprints SET STATISTICS 0;
ALTER TABLE command_state.key ALTER COLUMN wrapped SET STATISTICS 0;
ALTER TABLE command_state.avatar ALTER COLUMN picture SET STATISTICS 0;
ALTER TABLE command_state.idempotency
    ALTER COLUMN key_hash SET STATISTICS 0,
    ALTER COLUMN request_hash SET STATISTICS 0,
    ALTER COLUMN body SET STATISTICS 0;
ALTER TABLE command_state.done_once ALTER COLUMN value SET STATISTICS 0;
ALTER TABLE command_state.dead_letter
    ALTER COLUMN payload SET STATISTICS 0,
    ALTER COLUMN meta_data SET STATISTICS 0,
    ALTER COLUMN cause_message SET STATISTICS 0,
    ALTER COLUMN diagnostics SET STATISTICS 0;
ALTER TABLE command_state.device ALTER COLUMN device_hash SET STATISTICS 0;
ALTER TABLE command_state.limit_window ALTER COLUMN subject SET STATISTICS 0;
ALTER TABLE command_state.limit_member
    ALTER COLUMN subject SET STATISTICS 0,
    ALTER COLUMN member SET STATISTICS 0;
ALTER TABLE command_state.tombstone ALTER COLUMN number_hash SET STATISTICS 0;
