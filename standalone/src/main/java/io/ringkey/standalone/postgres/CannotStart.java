package io.ringkey.standalone.postgres;

/**
 * The program cannot start on this data directory or this machine. The message is one sentence for the operator, and
 * says what helps. A program's main prints it and ends with {@link #EXIT_CODE}.
 */
public final class CannotStart extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What a program that stops for this answers to the shell. */
    public static final int EXIT_CODE = 3;

    CannotStart(String sentence) {
        super(sentence);
    }

    CannotStart(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
