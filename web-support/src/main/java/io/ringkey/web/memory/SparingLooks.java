package io.ringkey.web.memory;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * Looks that take a twentieth of the time at most, however often somebody asks for one: one that comes too soon waits until
 * twenty times as long has gone by as the last one took. Thread-safe.
 */
final class SparingLooks {

    private static final int REST = 20;

    private final Runnable look;
    private final Runnable afterwards;
    private final LongSupplier nanoTime;
    private final Later later;
    private final AtomicBoolean comes = new AtomicBoolean();
    private volatile long dueNanos;

    /** @param afterwards what may have one asked for again */
    SparingLooks(Runnable look, Runnable afterwards, LongSupplier nanoTime, Later later) {
        this.look = look;
        this.afterwards = afterwards;
        this.nanoTime = nanoTime;
        this.later = later;
        this.dueNanos = nanoTime.getAsLong();
    }

    @FunctionalInterface
    interface Later {
        /** Has something done on another thread after so many nanoseconds. */
        void after(long nanos, Runnable task);
    }

    /** Has a look, now or later; nothing more where one is to come anyway. */
    void ask() {
        if (comes.getAndSet(true)) {
            return;
        }
        long early = dueNanos - nanoTime.getAsLong();
        if (early > 0) {
            later.after(early, this::have);
        } else {
            have();
        }
    }

    private void have() {
        long begun = nanoTime.getAsLong();
        try {
            look.run();
        } finally {
            long ended = nanoTime.getAsLong();
            dueNanos = ended + REST * (ended - begun);
            comes.set(false);
        }
        afterwards.run();
    }
}
