-- What this side alone holds of people, for their export: no hash, no key, no number.
CREATE VIEW command_state.held_session AS
    SELECT session_id, account_id, ended_at FROM command_state.session;

CREATE VIEW command_state.held_device AS
    SELECT account_id, made_at FROM command_state.device;

CREATE VIEW command_state.held_number AS
    SELECT account_id, created_at, last_seen_at, wrong_codes, last_wrong_at
      FROM command_state.phone_number
     WHERE account_id IS NOT NULL;

CREATE VIEW command_state.held_wrong_invite AS
    SELECT account_id, unnest(tried_at) AS tried_at FROM command_state.wrong_invite;

GRANT SELECT ON command_state.held_session, command_state.held_device, command_state.held_number,
    command_state.held_wrong_invite, command_state.brought_before TO ${query_role};
