package io.ringkey.standalone;

import io.ringkey.command.OperatorCommands;
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
        versionProvider = Version.class)
public final class Ringkey implements Callable<Integer> {

    /** A command that has not ended has no exit code: the server goes on. */
    static final int RUNNING = -1;

    public static void main(String[] arguments) {
        int code = OperatorCommands.addTo(
                        new CommandLine(new Ringkey()),
                        () -> Settings.load(ProgramRoot.find()),
                        Tool::open,
                        Tool::database,
                        Tool::scrubbed)
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
