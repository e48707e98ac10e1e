-- Calls of one kind from one address, whatever else came from there.
CREATE INDEX login_entry_by_address_and_kind ON read_model.login_entry (address, what, position);
