package io.ringkey.command.backup;

import io.ringkey.command.schema.OpenDatabase;
import io.ringkey.web.masterkey.MasterKeyConfiguration;
import io.ringkey.web.settings.Settings;
import io.ringkey.web.start.Release;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Copies the data into a file, whether or not the service runs. */
@Command(
        name = "backup",
        description =
                "Copies the data into a file: events, keys (wrapped by the master key, which is not in it), and what"
                        + " the write side knows. Works beside a running service. Nothing personal in it is legible.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the file holds everything",
            "2:a setting or an argument is bad, or the file cannot be written",
            "3:the database cannot be had, or there is nothing in it"
        },
        mixinStandardHelpOptions = true)
public final class BackupCommand implements Callable<Integer> {

    private final Supplier<Settings> settings;
    private final OpenDatabase.Opening opening;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The file to write; there must be none of this name.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    /**
     * The command for one way of running.
     *
     * @param settings reads the settings; called once the arguments are known to be good
     * @param opening finds the database
     */
    public BackupCommand(Supplier<Settings> settings, OpenDatabase.Opening opening) {
        this.settings = settings;
        this.opening = opening;
    }

    @Override
    public Integer call() {
        try (OpenDatabase database = opening.apply(settings.get())) {
            var backup = new TakeBackup(
                    database.dataSource(), MasterKeyConfiguration.of(database.settings()), Release.number());
            Map<String, Long> rows = backup.to(file.toAbsolutePath().normalize());
            spec.commandLine().getOut().println(summary(file + " holds", rows));
        }
        return 0;
    }

    static String summary(String start, Map<String, Long> rows) {
        return "%s %d events, %d people, %d rows in all."
                .formatted(
                        start,
                        rows.getOrDefault(Table.DOMAIN_EVENT.fullName(), 0L),
                        rows.getOrDefault(Table.ACCOUNT.fullName(), 0L),
                        rows.values().stream().mapToLong(Long::longValue).sum());
    }
}
