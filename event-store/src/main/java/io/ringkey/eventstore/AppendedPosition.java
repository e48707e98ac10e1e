package io.ringkey.eventstore;

/**
 * The position of the last event that the current thread has appended, for whoever dispatched the command on this very
 * thread and now wants to tell the client. Meaningless after a rollback.
 */
public final class AppendedPosition {

    private static final ThreadLocal<Long> LAST = new ThreadLocal<>();

    private AppendedPosition() {}

    /** Forgets what was appended before; to be called before dispatching. */
    public static void clear() {
        LAST.remove();
    }

    /** The position of the last event appended since {@link #clear()}, or 0 when there was none. */
    public static long last() {
        Long position = LAST.get();
        return position == null ? 0 : position;
    }

    static void set(long position) {
        LAST.set(position);
    }
}
