package io.ringkey.command;

import io.ringkey.api.CannotRun;
import java.sql.SQLException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What an operator can mend is said in one sentence, with an exit code of its own; all else keeps its stack trace. */
public final class OneSentence implements IExecutionExceptionHandler {

    private static final int NO_DATABASE = 3;
    private static final String NOBODY_THERE = "08";
    private static final String NOT_LET_IN = "28";

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult arguments) throws Exception {
        CannotRun reason = CannotRun.in(thrown);
        if (reason != null) {
            return say(command, reason, reason.exitCode());
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException failed && isOutOfReach(failed)) {
                return say(command, failed, NO_DATABASE);
            }
        }
        throw thrown;
    }

    private static boolean isOutOfReach(SQLException failed) {
        String state = String.valueOf(failed.getSQLState());
        return state.startsWith(NOBODY_THERE) || state.startsWith(NOT_LET_IN);
    }

    private static int say(CommandLine command, Throwable problem, int exitCode) {
        command.getErr().println(problem.getMessage());
        command.getErr().flush();
        return exitCode;
    }
}
