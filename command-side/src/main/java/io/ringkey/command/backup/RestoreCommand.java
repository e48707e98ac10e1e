package io.ringkey.command.backup;

import io.ringkey.command.backup.RestoreBackup.Content;
import io.ringkey.command.schema.OpenDatabase;
import io.ringkey.web.masterkey.MasterKeyConfiguration;
import io.ringkey.web.settings.Settings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts a backup into an empty database. */
@Command(
        name = "restore",
        description =
                "Puts a backup into an empty database, or an empty data directory with the backup's master key in it."
                        + " The views are made from it when the service starts.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:everything is restored",
            "1:the file is no backup, or damaged",
            "2:a setting or an argument is bad, or the master key is another one",
            "3:the database cannot be had, or is not empty"
        },
        mixinStandardHelpOptions = true)
public final class RestoreCommand implements Callable<Integer> {

    private final Supplier<Settings> settings;
    private final OpenDatabase.Opening opening;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The backup.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    /**
     * The command for one way of running.
     *
     * @param settings reads the settings; called once the arguments are known to be good
     * @param opening finds the database
     */
    public RestoreCommand(Supplier<Settings> settings, OpenDatabase.Opening opening) {
        this.settings = settings;
        this.opening = opening;
    }

    @Override
    public Integer call() {
        var backup = new RestoreBackup(file.toAbsolutePath().normalize());
        Settings given = settings.get();
        // Before a database is looked for, which an empty data directory gets by that.
        backup.header();
        try (OpenDatabase database = opening.apply(given)) {
            Content restored = backup.into(
                    database.dataSource(), database.settings(), MasterKeyConfiguration.of(database.settings()));
            spec.commandLine().getOut().println(BackupCommand.summary("Restored", restored.rows()));
        }
        return 0;
    }
}
