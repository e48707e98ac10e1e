-- Nobody asks for those who have told no email, or for calls from no address: most rows have none, and need not be in these indexes.
-- Where there are many rows already the indexes stay as they are, which serve as well: making them anew would keep whoever writes
-- waiting.
DO $$
DECLARE
    few CONSTANT bigint := 50000;
BEGIN
    IF (SELECT count(*) FROM (SELECT FROM read_model.profile LIMIT few + 1) AS begun) <= few THEN
        DROP INDEX read_model.profile_by_email;
        CREATE INDEX profile_by_email ON read_model.profile (folded_email text_pattern_ops)
            WHERE folded_email IS NOT NULL;
        DROP INDEX read_model.profile_by_city;
        CREATE INDEX profile_by_city ON read_model.profile (folded_city text_pattern_ops)
            WHERE folded_city IS NOT NULL;
    END IF;
    IF (SELECT count(*) FROM (SELECT FROM read_model.login_entry LIMIT few + 1) AS begun) <= few THEN
        DROP INDEX read_model.login_entry_by_address;
        CREATE INDEX login_entry_by_address ON read_model.login_entry (address, position)
            WHERE address IS NOT NULL;
        DROP INDEX read_model.login_entry_by_address_and_kind;
        CREATE INDEX login_entry_by_address_and_kind ON read_model.login_entry (address, what, position)
            WHERE address IS NOT NULL;
    END IF;
END
$$;
