package io.ringkey.web.etag;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** Entity tags made of version numbers. */
public final class ETags {

    private ETags() {}

    /** The tag of what has these versions: {@code "7"}, {@code "7-3"}; quotes included, as it stands in the header. */
    public static String of(long... versions) {
        return Arrays.stream(versions).mapToObj(Long::toString).collect(Collectors.joining("-", "\"", "\""));
    }

    /**
     * Lets a write pass only when it has seen the present state.
     *
     * @param ifMatch the call's {@code If-Match}, or {@code null}, which lets every write pass
     * @param current the present tag
     * @throws Failure {@code etag.stale}
     */
    public static void requireMatch(@Nullable String ifMatch, String current) {
        // If-Match compares strongly (RFC 9110, 13.1.1), so a weak tag never matches.
        if (ifMatch != null && !names(ifMatch, current, false)) {
            throw Failure.of(FailureCode.ETAG_STALE);
        }
    }

    /**
     * Answers a read with its tag; without a body (304) when the caller has that state already.
     *
     * @param ifNoneMatch the call's {@code If-None-Match}, or {@code null}
     */
    public static <T> ResponseEntity<T> answer(@Nullable String ifNoneMatch, String current, Supplier<T> body) {
        return ifNoneMatch != null && names(ifNoneMatch, current, true)
                ? ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(current).build()
                : ResponseEntity.ok().eTag(current).body(body.get());
    }

    private static boolean names(String header, String current, boolean weakly) {
        return Arrays.stream(header.split(","))
                .map(String::strip)
                .map(tag -> weakly && tag.startsWith("W/") ? tag.substring(2) : tag)
                .anyMatch(tag -> tag.equals("*") || tag.equals(current));
    }
}
