package io.ringkey.command;

/**
 * How connections that write events must be set up. A transaction held open for longer than readers wait for a gap in
 * the record would lose its events to them (R9).
 */
public final class WriterConnections {

    /** To be run on every new connection; works on PostgreSQL releases without {@code transaction_timeout} too. */
    public static final String LIMITS = """
            SELECT set_config(name, '30s', false)
              FROM pg_settings
             WHERE name IN ('statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')
            """;

    private WriterConnections() {}
}
