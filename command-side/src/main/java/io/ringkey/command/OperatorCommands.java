package io.ringkey.command;

import io.ringkey.command.CreateAdmin.Opening;
import io.ringkey.command.backup.BackupCommand;
import io.ringkey.command.backup.CheckBackupCommand;
import io.ringkey.command.backup.RestoreCommand;
import io.ringkey.command.masterkey.RotateMasterKeyCommand;
import io.ringkey.command.schema.OpenDatabase;
import io.ringkey.eventstore.scrub.Scrub;
import io.ringkey.web.settings.Settings;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import picocli.CommandLine;

/** What an operator can do beside a running program, or without one. */
public final class OperatorCommands {

    private OperatorCommands() {}

    /**
     * Adds the commands to a program, and has what an operator can mend said in one sentence.
     *
     * @param settings reads the settings; called once the arguments are known to be good
     * @param writeSide starts a write side for one command
     * @param database finds the database, for commands that work on its tables
     * @param scrubbed the tables of the database that are scrubbed
     * @return the same program
     */
    public static CommandLine addTo(
            CommandLine program,
            Supplier<Settings> settings,
            Opening writeSide,
            OpenDatabase.Opening database,
            Function<DataSource, List<Scrub>> scrubbed) {
        return program.addSubcommand(new CreateAdmin(settings, writeSide))
                .addSubcommand(new RotateKeys(settings, writeSide))
                .addSubcommand(new RotateMasterKeyCommand(settings, database))
                .addSubcommand(new ScrubFiles(settings, database, scrubbed))
                .addSubcommand(new BackupCommand(settings, database))
                .addSubcommand(new RestoreCommand(settings, database))
                .addSubcommand(new CheckBackupCommand())
                .setExecutionExceptionHandler(new OneSentence());
    }
}
