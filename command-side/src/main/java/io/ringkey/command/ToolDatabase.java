package io.ringkey.command;

import io.ringkey.command.schema.OpenDatabase;
import io.ringkey.eventstore.ConnectionPool;
import io.ringkey.web.settings.Settings;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/** A database for commands of the program that work on tables and not through the write side. */
public final class ToolDatabase {

    private ToolDatabase() {}

    /**
     * Opens one: each connection is a new one, and may take as long as it needs.
     *
     * @param settings what the command is to know, the master key among it
     * @param user empty when the address names one
     * @param closing lets go of the database
     */
    public static OpenDatabase open(Settings settings, String url, String user, String password, Runnable closing) {
        // No application sets up the log of such a command, and what libraries tell is of no interest here.
        LoggingSystem.get(ToolDatabase.class.getClassLoader())
                .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.ERROR);
        return new OpenDatabase(ConnectionPool.single(url, user, password), settings, closing);
    }
}
