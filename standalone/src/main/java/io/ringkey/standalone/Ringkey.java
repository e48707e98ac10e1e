package io.ringkey.standalone;

import io.ringkey.command.CreateAdmin;
import io.ringkey.command.OneSentence;
import io.ringkey.command.RotateKeys;
import io.ringkey.command.ScrubFiles;
import io.ringkey.command.backup.BackupCommand;
import io.ringkey.command.backup.CheckBackupCommand;
import io.ringkey.command.backup.RestoreCommand;
import io.ringkey.web.settings.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: {@code serve} unless another command is named. */
@Command(
        name = "ringkey",
        description = "Signs people in by phone number and records who brought whom.",
        subcommands = Serve.class,
        mixinStandardHelpOptions = true,
        versionProvider = Release.class)
public final class Ringkey implements Callable<Integer> {

    /** A command that has not ended has no exit code: the server goes on. */
    static final int RUNNING = -1;

    public static void main(String[] arguments) {
        int code = new CommandLine(new Ringkey())
                .addSubcommand(new CreateAdmin(() -> Settings.load(ProgramRoot.find()), Tool::open))
                .addSubcommand(new RotateKeys(() -> Settings.load(ProgramRoot.find()), Tool::open))
                .addSubcommand(new ScrubFiles(() -> Settings.load(ProgramRoot.find()), AllTables::open))
                .addSubcommand(new BackupCommand(() -> Settings.load(ProgramRoot.find()), Tool::database))
                .addSubcommand(new RestoreCommand(() -> Settings.load(ProgramRoot.find()), Tool::database))
                .addSubcommand(new CheckBackupCommand())
                .setExecutionExceptionHandler(new OneSentence())
                .execute(arguments);
        if (code != RUNNING) {
            System.exit(code);
        }
    }

    @Override
    public Integer call() {
        return new Serve().call();
    }
}
