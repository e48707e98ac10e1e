package io.ringkey.api;

import org.jspecify.annotations.Nullable;

/**
 * Where a call came from.
 *
 * @param address the client's IP address in its usual spelling, forwarded addresses only from trusted proxies
 * @param userAgent what the client says it is, cut to 256 characters; {@code null} when it says nothing
 */
public record Origin(String address, @Nullable String userAgent) {

    /** Personal data stays out of logs. */
    @Override
    public String toString() {
        return "(origin)";
    }
}
