package io.ringkey.eventstore;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

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
     * Comes back when the caller is {@linkplain Caller#done done}: served by another or, when its turn to lead comes, by itself with
     * those that have come.
     *
     * @param most how many are served at once, at the most
     * @param serving is given those that have come in their order, this caller among them, and is done with each of them; what it
     *     throws is thrown on, after the first of those that came since has the lead
     */
    public void serve(C caller, int most, Consumer<List<C>> serving) {
        if (comesFirst(caller) || awaitTurn(caller)) {
            try {
                serving.accept(take(most));
            } finally {
                handOver();
            }
        }
    }

    /** Those that have come meanwhile. For whoever serves, and finds that they would wait in vain, one after the other. */
    public List<C> takeAll() {
        return take(Integer.MAX_VALUE);
    }

    private static boolean awaitTurn(Caller waiting) {
        return waiting.leads.join();
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

    private List<C> take(int most) {
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

    private void handOver() {
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
