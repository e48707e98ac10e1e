package io.ringkey.command.avatar;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import java.util.Base64;
import java.util.regex.Pattern;

/** A picture that came as text: base64, with or without a {@code data:} prefix. */
public final class UploadedText {

    private static final Pattern PREFIX = Pattern.compile("data:[\\w.+/-]{0,100}(;[\\w.=+-]{1,100}){0,4},");
    private static final int MAX_CHARACTERS = (PictureCutter.MAX_BYTES + 2) / 3 * 4;

    private UploadedText() {}

    /**
     * The bytes of the file.
     *
     * @throws Failure {@code body.too-large}, or {@code field.invalid} for {@code avatar} when this is not base64
     */
    public static byte[] decode(String text) {
        var prefix = PREFIX.matcher(text);
        String base64 = (prefix.lookingAt() ? text.substring(prefix.end()) : text).strip();
        if (base64.length() > MAX_CHARACTERS) {
            throw Failure.of(FailureCode.BODY_TOO_LARGE);
        }
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            throw Failure.invalid("avatar", "avatar.not-base64");
        }
    }
}
