package io.ringkey.eventstore;

import org.jspecify.annotations.Nullable;

/** A thread for something that goes on for as long as it {@link #isRunning}, and can be begun anew. Thread-safe. */
final class OwnThread {

    private static final long LONGEST_STOP_MILLIS = 5_000;

    private final String name;
    private final Runnable work;
    private volatile @Nullable Thread thread;

    /** @param work ends soon after it is interrupted while this is not running */
    OwnThread(String name, Runnable work) {
        this.name = name;
        this.work = work;
    }

    void start() {
        Thread started = Thread.ofPlatform().name(name).daemon().unstarted(work);
        thread = started;
        started.start();
    }

    /** Waits for the end, but not for long. */
    void stop() {
        Thread stopping = thread;
        thread = null;
        if (stopping == null) {
            return;
        }
        stopping.interrupt();
        try {
            stopping.join(LONGEST_STOP_MILLIS);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isRunning() {
        return thread != null;
    }
}
