package io.ringkey.web.settings;

import io.ringkey.api.CannotRun;

/**
 * A setting that the program cannot start with. The message is one sentence for the operator: it names the variable
 * and never repeats a secret. A program's main prints it and ends with {@link #EXIT_CODE}.
 */
public final class BadSetting extends CannotRun {

    private static final long serialVersionUID = 1L;

    /** What a program that stops for this answers to the shell. */
    public static final int EXIT_CODE = 2;

    /** @param sentence the whole sentence shown to the operator */
    public BadSetting(String sentence) {
        super(sentence, EXIT_CODE, null);
    }

    static BadSetting of(Setting setting, String complaint) {
        return new BadSetting(setting.variable() + " " + complaint + ".");
    }
}
