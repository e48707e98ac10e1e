package io.ringkey.standalone;

import io.ringkey.standalone.postgres.CannotStart;
import io.ringkey.web.settings.BadSetting;
import io.ringkey.eventstore.SchemaMigrations.NewerSchema;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What an operator can mend is said in one sentence, with an exit code of its own; all else keeps its stack trace. */
final class OneSentence implements IExecutionExceptionHandler {

    private static final int BAD_SETTING = 2;

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult arguments)
            throws Exception {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case BadSetting bad -> {
                    return say(command, bad, BAD_SETTING);
                }
                case CannotStart cannot -> {
                    return say(command, cannot, CannotStart.EXIT_CODE);
                }
                case NewerSchema newer -> {
                    return say(command, newer, CannotStart.EXIT_CODE);
                }
                default -> {
                    // Perhaps its cause can be put in a sentence.
                }
            }
        }
        throw thrown;
    }

    private static int say(CommandLine command, Throwable problem, int exitCode) {
        command.getErr().println(problem.getMessage());
        command.getErr().flush();
        return exitCode;
    }
}
