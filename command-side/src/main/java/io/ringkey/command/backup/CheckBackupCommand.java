package io.ringkey.command.backup;

import io.ringkey.command.backup.RestoreBackup.Content;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads a backup to its end. */
@Command(
        name = "check-backup",
        description = "Reads a backup to its end and says what is in it; needs neither a database nor a key.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:it is whole",
            "1:it is no backup, or damaged",
            "2:an argument is bad, or the file cannot be read"
        },
        mixinStandardHelpOptions = true)
public final class CheckBackupCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The backup.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Override
    public Integer call() {
        Content content = new RestoreBackup(file.toAbsolutePath().normalize()).check();
        Header header = content.header();
        var out = spec.commandLine().getOut();
        out.println(BackupCommand.summary(file + " is whole:", content.rows()));
        out.println(
                "Taken at %s by release %s from PostgreSQL %s, schemas %s, up to event %d; opened by the master key %s."
                        .formatted(
                                header.takenAt(),
                                header.release(),
                                header.postgresql(),
                                header.schemas(),
                                header.lastPosition(),
                                header.masterKey()));
        content.rows().forEach((table, rows) -> out.println("%12d  %s".formatted(rows, table)));
        return 0;
    }
}
