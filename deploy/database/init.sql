-- Run once by psql, as superuser, when the database's directory is made: a role for each side, and what each may touch.
\getenv command_password RINGKEY_DATABASE_PASSWORD
\getenv query_password RINGKEY_QUERY_DATABASE_PASSWORD

CREATE ROLE ringkey_command LOGIN PASSWORD :'command_password';
CREATE ROLE ringkey_query LOGIN PASSWORD :'query_password';

-- The command side makes its schemas itself. The query side is given one, and sees of the others what their migrations grant.
ALTER DATABASE ringkey OWNER TO ringkey_command;
REVOKE ALL ON DATABASE ringkey FROM PUBLIC;
GRANT CONNECT ON DATABASE ringkey TO ringkey_query;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
CREATE SCHEMA read_model AUTHORIZATION ringkey_query;

-- So that deleted rows go out of the files of tables and of the write-ahead log.
GRANT pg_read_all_stats, pg_checkpoint TO ringkey_command, ringkey_query;
GRANT EXECUTE ON FUNCTION pg_switch_wal() TO ringkey_command, ringkey_query;

-- The superuser is for whoever sits at the database's own machine: over the network it has no password to guess.
ALTER ROLE postgres PASSWORD NULL;
