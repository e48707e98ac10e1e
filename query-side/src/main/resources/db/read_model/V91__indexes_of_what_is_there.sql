-- Nobody asks for those who have told no email, or for calls from no address: most rows have none, and need not be in these.
DROP INDEX read_model.profile_by_email;
CREATE INDEX profile_by_email ON read_model.profile (folded_email text_pattern_ops) WHERE folded_email IS NOT NULL;
DROP INDEX read_model.profile_by_city;
CREATE INDEX profile_by_city ON read_model.profile (folded_city text_pattern_ops) WHERE folded_city IS NOT NULL;
DROP INDEX read_model.login_entry_by_address;
CREATE INDEX login_entry_by_address ON read_model.login_entry (address, position) WHERE address IS NOT NULL;
DROP INDEX read_model.login_entry_by_address_and_kind;
CREATE INDEX login_entry_by_address_and_kind ON read_model.login_entry (address, what, position) WHERE address IS NOT NULL;
