package io.ringkey.web.position;

import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** The position of a write, told to whoever made it: the index of the last event of its transaction. */
public final class EventPosition {

    /** On answers to writes. */
    public static final String HEADER = "X-Event-Position";

    /** On reads that must have seen a write. */
    public static final String WAIT_HEADER = "X-Wait-For-Position";

    private EventPosition() {}

    /**
     * Names a position in the answer of the call that this thread is handling; without one it does nothing. Of several,
     * the last in the store stays.
     */
    public static void answer(long position) {
        if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes call
                && call.getResponse() != null) {
            answer(call.getResponse(), position);
        }
    }

    /** Names a position in this answer. Of several, the last in the store stays. */
    public static void answer(HttpServletResponse response, long position) {
        var before = response.getHeader(HEADER);
        if (before == null || Long.parseLong(before) < position) {
            response.setHeader(HEADER, Long.toString(position));
        }
    }
}
