package io.ringkey.api;

import org.jspecify.annotations.Nullable;

/**
 * The program cannot run, for a reason that its operator can mend. The message is one sentence that says what helps and
 * repeats no secret; a program's main prints it, without a stack trace, and ends with the exit code.
 */
public abstract class CannotRun extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    protected CannotRun(String sentence, int exitCode, @Nullable Throwable cause) {
        super(sentence, cause);
        this.exitCode = exitCode;
    }

    /** What the program answers to the shell. */
    public int exitCode() {
        return exitCode;
    }

    /** The reason among a failure and its causes, or {@code null} when it is none that an operator can mend. */
    public static @Nullable CannotRun in(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof CannotRun reason) {
                return reason;
            }
        }
        return null;
    }
}
