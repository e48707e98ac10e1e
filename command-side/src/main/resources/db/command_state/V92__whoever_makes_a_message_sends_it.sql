-- Codes are no longer sent by an automation that follows the record: what it remembers is of use to nobody.
DELETE FROM command_state.token_entry WHERE processor_name = 'send-codes';
DELETE FROM command_state.dead_letter WHERE processing_group = 'send-codes';
