package io.ringkey.eventstore;

import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A name that one connection to a database holds at a time, until it gives it back or ends. It is given back in so many words: a server
 * notices a moment later only that a connection was closed. Not thread-safe, as the connection is not.
 */
public final class NamedLock implements AutoCloseable {

    private final JdbcClient connection;
    private final String name;
    private final boolean held;

    private NamedLock(JdbcClient connection, String name) {
        this.connection = connection;
        this.name = name;
        this.held = connection
                .sql("SELECT pg_try_advisory_lock(hashtext(?))")
                .param(name)
                .query(Boolean.class)
                .single();
    }

    /**
     * Takes it where nobody holds it; waits for nobody.
     *
     * @param connection a single one
     */
    public static NamedLock tryFor(String name, DataSource connection) {
        return new NamedLock(JdbcClient.create(connection), name);
    }

    /** Whether it is held, or somebody else was first. */
    public boolean isHeld() {
        return held;
    }

    @Override
    public void close() {
        if (held) {
            connection
                    .sql("SELECT pg_advisory_unlock(hashtext(?))")
                    .param(name)
                    .query(Boolean.class)
                    .single();
        }
    }
}
