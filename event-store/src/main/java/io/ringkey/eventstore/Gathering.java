package io.ringkey.eventstore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Has callers that come while others are served be served together: what a database does costs it by the statement more than
 * by the row. Whoever comes first leads: serves all that have come, while the next gather. Nobody waits for company.
 * Thread-safe.
 *
 * @param <C> what a caller brings, and is answered by
 */
public final class Gathering<C extends Gathering.Caller> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<C> waiting = new ArrayDeque<>();
    private boolean led;

    /** One call. Its thread waits until it is served, or is to serve others. */
    public abstract static class Caller {

        private final CompletableFuture<Boolean> leads = new CompletableFuture<>();

        /** Lets the thread that waits go on: whatever it is answered is there by now. */
        protected final void done() {
            leads.complete(false);
        }
    }

    /**
     * Joins those who wait.
     *
     * @return whether it is this caller's turn to lead: to {@link #take} those that have come, itself among them, and then,
     *     whatever happens, to {@link #handOver}; otherwise another has {@linkplain Caller#done done} with it
     */
    public boolean leads(C caller) {
        Caller one = caller;
        return comesFirst(caller) || one.leads.join();
    }

    private boolean comesFirst(C caller) {
        lock.lock();
        try {
            waiting.add(caller);
            boolean first = !led;
            led = true;
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** Those that have come, in their order, and no more of them than so many. For whoever leads. */
    public List<C> take(int most) {
        lock.lock();
        try {
            var taken = new ArrayList<C>();
            while (taken.size() < most && !waiting.isEmpty()) {
                taken.add(waiting.remove());
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Leaves the lead to the first of those that have come since. */
    public void handOver() {
        lock.lock();
        try {
            Caller next = waiting.peek();
            led = next != null;
            if (next != null) {
                next.leads.complete(true);
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many wait for somebody to lead them. */
    public int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }
}
