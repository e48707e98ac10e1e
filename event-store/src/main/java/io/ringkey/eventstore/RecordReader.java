package io.ringkey.eventstore;

import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;

/**
 * One reader's way through the record. It looks for more when this process has committed events, and every so often for
 * those of others; in between it answers that there is nothing, without asking the database. When commits come thick and
 * fast it looks for those of a few milliseconds together. For one thread at a time.
 */
final class RecordReader implements TrackingEventStream {

    private final RecordPages pages;
    private final Commits commits;
    private final long fetchDelayNanos;
    private final long restNanos;

    private Iterator<TrackedEventMessage<?>> read = Collections.emptyIterator();
    private @Nullable TrackingToken last;
    private @Nullable TrackedEventMessage<?> next;
    private boolean atTheEnd;
    private long commitsSeen;
    private long lookedAtNanos;

    /**
     * @param start read what comes after this; all of the record when {@code null}
     * @param fetchDelayNanos after so long it looks also when this process has committed nothing
     * @param restNanos sooner it does not look again, so that many commits in a row cost one look
     */
    RecordReader(
            @Nullable TrackingToken start, RecordPages pages, Commits commits, long fetchDelayNanos, long restNanos) {
        this.last = start;
        this.pages = pages;
        this.commits = commits;
        this.fetchDelayNanos = fetchDelayNanos;
        this.restNanos = restNanos;
    }

    @Override
    public Optional<TrackedEventMessage<?>> peek() {
        look();
        return Optional.ofNullable(next);
    }

    @Override
    public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
        long deadline = System.nanoTime() + unit.toNanos(timeout);
        while (!look()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            await(left);
        }
        return true;
    }

    @Override
    public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
        TrackedEventMessage<?> event = next;
        while (event == null) {
            hasNextAvailable(1, TimeUnit.SECONDS);
            event = next;
        }
        next = null;
        return event;
    }

    @Override
    public void close() {
        read = Collections.emptyIterator();
    }

    private boolean look() {
        if (next != null) {
            return true;
        }
        if (!read.hasNext()) {
            if (atTheEnd && !mayHaveMore()) {
                return false;
            }
            fetch();
        }
        if (!read.hasNext()) {
            return false;
        }
        TrackedEventMessage<?> event = read.next();
        last = event.trackingToken();
        next = event;
        return true;
    }

    private void fetch() {
        // Counted before reading: a commit in between is then looked for again, never missed.
        commitsSeen = commits.count();
        RecordPages.Page page = pages.after(last);
        read = page.events().iterator();
        atTheEnd = page.last();
        lookedAtNanos = System.nanoTime();
    }

    private boolean mayHaveMore() {
        long since = System.nanoTime() - lookedAtNanos;
        return since >= fetchDelayNanos || haveCommitted() && since >= restNanos;
    }

    private boolean haveCommitted() {
        return commits.count() != commitsSeen;
    }

    private void await(long atMostNanos) throws InterruptedException {
        long since = System.nanoTime() - lookedAtNanos;
        if (haveCommitted()) {
            LockSupport.parkNanos(this, Math.min(atMostNanos, restNanos - since));
        } else {
            commits.awaitMoreThan(commitsSeen, Math.min(atMostNanos, fetchDelayNanos - since));
        }
    }
}
