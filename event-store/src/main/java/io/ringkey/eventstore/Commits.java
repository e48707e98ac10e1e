package io.ringkey.eventstore;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the commits of this process that brought events, and wakes whoever waits for the next. Those of other processes
 * have to be looked for. Thread-safe.
 */
public final class Commits {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition another = lock.newCondition();
    private volatile long count;

    Commits() {}

    /** How many there have been. Count before looking: a commit in between is then looked for again, never missed. */
    public long count() {
        return count;
    }

    void announce() {
        lock.lock();
        try {
            count = count + 1;
            another.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a commit after the one with number {@code seen}, or until the time is up. */
    public void awaitMoreThan(long seen, long nanos) throws InterruptedException {
        long left = nanos;
        lock.lock();
        try {
            while (count == seen && left > 0) {
                left = another.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
