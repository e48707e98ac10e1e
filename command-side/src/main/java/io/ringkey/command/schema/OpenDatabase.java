package io.ringkey.command.schema;

import io.ringkey.web.settings.Settings;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * A database for a command that needs no write side: nothing in it has been migrated or made.
 *
 * @param dataSource connections without a limit on how long they work
 * @param settings those that name it, the master key among them
 * @param closing lets go of it
 */
public record OpenDatabase(DataSource dataSource, Settings settings, Runnable closing) implements AutoCloseable {

    /** Finds the database that settings name. */
    @FunctionalInterface
    public interface Opening extends Function<Settings, OpenDatabase> {}

    @Override
    public void close() {
        closing.run();
    }
}
