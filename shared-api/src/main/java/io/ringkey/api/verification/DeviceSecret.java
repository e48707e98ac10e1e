package io.ringkey.api.verification;

import java.util.regex.Pattern;

/**
 * What a device holds so that it is recognised when its person signs in again. Only its hash is stored.
 *
 * @param value base64url, 256 random bits
 */
public record DeviceSecret(String value) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** Whether a text could be one at all. */
    public static boolean isWellFormed(String text) {
        return FORM.matcher(text).matches();
    }

    /** Secret. */
    @Override
    public String toString() {
        return "(device secret)";
    }
}
