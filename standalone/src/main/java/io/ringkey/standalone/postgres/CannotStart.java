package io.ringkey.standalone.postgres;

import io.ringkey.api.CannotRun;

/**
 * The program cannot start on this data directory or this machine. The message is one sentence for the operator, and
 * says what helps. A program's main prints it and ends with {@link #EXIT_CODE}.
 */
public final class CannotStart extends CannotRun {

    private static final long serialVersionUID = 1L;

    /** What a program that stops for this answers to the shell. */
    public static final int EXIT_CODE = 3;

    /** Cannot start, for a reason that the operator can mend. */
    public CannotStart(String sentence) {
        super(sentence, EXIT_CODE, null);
    }

    /** Cannot start, for a reason that the operator can mend, with what led to it. */
    public CannotStart(String sentence, Throwable cause) {
        super(sentence, EXIT_CODE, cause);
    }
}
