package io.ringkey.api.referral;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An invite code: six characters of an alphabet of 32 without look-alikes (no {@code 0 O 1 I}).
 *
 * @param value in upper case
 */
public record InviteCode(String value) {

    /** The alphabet, in order. */
    public static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    /** Characters in a code. */
    public static final int LENGTH = 6;

    private static final Pattern SHAPE = Pattern.compile("[" + ALPHABET + "]{" + LENGTH + "}");

    public InviteCode {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("not an invite code");
        }
    }

    /** Reads a code as somebody typed it, without regard to case; nothing when it can be no code. */
    public static Optional<InviteCode> parse(String typed) {
        String upper = typed.strip().toUpperCase(Locale.ROOT);
        return SHAPE.matcher(upper).matches() ? Optional.of(new InviteCode(upper)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
