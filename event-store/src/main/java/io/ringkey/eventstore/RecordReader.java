package io.ringkey.eventstore;

import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;

/**
 * One reader's way through the record. It looks for more when this process has committed events, and every so often for
 * those of others; in between it answers that there is nothing, without asking the database. For one thread at a time.
 */
final class RecordReader implements TrackingEventStream {

    private final Function<@Nullable TrackingToken, Stream<? extends TrackedEventMessage<?>>> after;
    private final Commits commits;
    private final long fetchDelayNanos;

    private Iterator<? extends TrackedEventMessage<?>> read = Collections.emptyIterator();
    private @Nullable TrackingToken last;
    private @Nullable TrackedEventMessage<?> next;
    private boolean atTheEnd;
    private long endSeenAtCommit;
    private long endSeenAtNanos;

    /**
     * @param start read what comes after this; all of the record when {@code null}
     * @param after reads on from a token
     */
    RecordReader(
            @Nullable TrackingToken start,
            Function<@Nullable TrackingToken, Stream<? extends TrackedEventMessage<?>>> after,
            Commits commits,
            long fetchDelayNanos) {
        this.last = start;
        this.after = after;
        this.commits = commits;
        this.fetchDelayNanos = fetchDelayNanos;
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
            long untilNextFetch = endSeenAtNanos + fetchDelayNanos - System.nanoTime();
            commits.awaitMoreThan(endSeenAtCommit, Math.min(left, untilNextFetch));
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
        if (atTheEnd && !mayHaveMore()) {
            return false;
        }
        // Counted before reading: a commit in between is then looked for again, never missed.
        long commit = commits.count();
        if (!read.hasNext()) {
            read = after.apply(last).iterator();
        }
        atTheEnd = !read.hasNext();
        if (atTheEnd) {
            endSeenAtCommit = commit;
            endSeenAtNanos = System.nanoTime();
            return false;
        }
        TrackedEventMessage<?> event = read.next();
        last = event.trackingToken();
        next = event;
        return true;
    }

    private boolean mayHaveMore() {
        return commits.count() != endSeenAtCommit || System.nanoTime() - endSeenAtNanos >= fetchDelayNanos;
    }
}
