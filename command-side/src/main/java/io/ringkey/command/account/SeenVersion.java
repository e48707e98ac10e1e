package io.ringkey.command.account;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The version of a profile that a client says it has seen, in the entity tag that it was given. */
final class SeenVersion {

    private static final Pattern TAG = Pattern.compile("\"(\\d{1,18})(?:-[^\"]*)?\"");

    private SeenVersion() {}

    /**
     * Reads {@code If-Match} (RFC 9110, 13.1.1). Versions only grow, so of several only the newest can be the present
     * one.
     *
     * @param ifMatch the header, or {@code null}
     * @param shown the version that clients are shown now; none of them can have seen a newer one
     * @return the version, or {@code null} when any will do
     * @throws Failure {@code etag.stale} when what the client has seen is certainly not the present state
     */
    static @Nullable Long of(@Nullable String ifMatch, long shown) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return null;
        }
        long newest = -1;
        for (String tag : ifMatch.split(",")) {
            Matcher strong = TAG.matcher(tag.strip());
            if (strong.matches()) {
                newest = Math.max(newest, Long.parseLong(strong.group(1)));
            }
        }
        if (newest < shown) {
            throw Failure.of(FailureCode.ETAG_STALE);
        }
        return newest;
    }
}
