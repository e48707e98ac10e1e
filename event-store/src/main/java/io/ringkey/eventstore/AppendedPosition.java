package io.ringkey.eventstore;

import java.util.HashMap;
import java.util.Map;
import org.axonframework.eventhandling.EventMessage;

/**
 * The position of the last event that the current thread has appended, for whoever dispatched the command on this very
 * thread and now wants to tell the client. Meaningless after a rollback.
 */
public final class AppendedPosition {

    /** Metadata key of the command that an event comes of. */
    private static final String COMMAND = "correlationId";

    private static final ThreadLocal<Appended> LAST = ThreadLocal.withInitial(Appended::new);

    private AppendedPosition() {}

    /** Of all, and of each command. */
    private static final class Appended {

        private long last;
        private final Map<String, Long> ofCommands = new HashMap<>();
    }

    /** Forgets what was appended before; to be called before dispatching. */
    public static void clear() {
        LAST.remove();
    }

    /** The position of the last event appended since {@link #clear()}, or 0 when there was none. */
    public static long last() {
        return LAST.get().last;
    }

    /**
     * The same of one command out of several that were handled together.
     *
     * @param command the identifier of its message
     */
    public static long lastOf(String command) {
        return LAST.get().ofCommands.getOrDefault(command, 0L);
    }

    /** Takes over what another thread has appended for this one. */
    public static void handOver(long position) {
        clear();
        LAST.get().last = position;
    }

    static void set(EventMessage<?> event, long position) {
        Appended appended = LAST.get();
        appended.last = position;
        if (event.getMetaData().get(COMMAND) instanceof String command) {
            appended.ofCommands.put(command, position);
        }
    }
}
