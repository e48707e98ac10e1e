package io.ringkey.api.verification;

import java.util.regex.Pattern;

/**
 * A one-time code as somebody typed it: 4 to 9 ASCII digits (C10). Never logged.
 *
 * @param digits the digits, leading zeros included
 */
public record OneTimeCode(String digits) {

    private static final Pattern SHAPE = Pattern.compile("[0-9]{4,9}");

    public OneTimeCode {
        if (!isWellFormed(digits)) {
            throw new IllegalArgumentException("a code is 4 to 9 digits");
        }
    }

    /** Whether a text could be a code at all. */
    public static boolean isWellFormed(String text) {
        return SHAPE.matcher(text).matches();
    }

    /** Secret. */
    @Override
    public String toString() {
        return "(code)";
    }
}
