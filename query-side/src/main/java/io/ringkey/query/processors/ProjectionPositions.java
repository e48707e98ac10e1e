package io.ringkey.query.processors;

import io.ringkey.web.position.ViewPositions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.EventTrackerStatusChangeListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Says how far the views are: at once for what this process projects itself, by looking at the stored positions for what
 * another one does.
 */
final class ProjectionPositions implements ViewPositions {

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionPositions.class);
    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final PositionTable stored;
    private final Map<String, View> views = new ConcurrentHashMap<>();

    ProjectionPositions(PositionTable stored) {
        this.stored = stored;
    }

    /**
     * Makes a view known.
     *
     * @param segments what this process works on at the moment
     * @return to be told of progress
     */
    EventTrackerStatusChangeListener add(String projection, Supplier<Map<Integer, EventTrackerStatus>> segments) {
        return views.computeIfAbsent(projection, name -> new View(segments));
    }

    @Override
    public boolean await(String view, long position, Duration atMost) {
        View known = views.get(view);
        if (known == null) {
            throw new IllegalArgumentException("there is no view " + view);
        }
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!covers(known, view, position)) {
            long left = deadline - System.nanoTime();
            if (left <= 0 || !known.awaitChange(position, Math.min(left, LOOK_EVERY_NANOS))) {
                return false;
            }
        }
        return true;
    }

    private boolean covers(View known, String view, long position) {
        return known.isProjectedHere() ? known.covers(position) : isStored(view, position);
    }

    private boolean isStored(String view, long position) {
        try {
            var positions = stored.of(view);
            return !positions.isEmpty() && positions.stream().allMatch(segment -> segment.covers(position));
        } catch (DataAccessException e) {
            // Whoever asks has something to answer all the same.
            LOG.debug("The stored positions cannot be read", e);
            return false;
        }
    }

    /**
     * The segments that this process works on. Axon tells of a position that grows, but not of a gap that is filled, so
     * being told only wakes, and looking decides.
     */
    private static final class View implements EventTrackerStatusChangeListener {

        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private final Supplier<Map<Integer, EventTrackerStatus>> segments;

        View(Supplier<Map<Integer, EventTrackerStatus>> segments) {
            this.segments = segments;
        }

        @Override
        public boolean validatePositions() {
            return true;
        }

        @Override
        public void onEventTrackerStatusChange(Map<Integer, EventTrackerStatus> statuses) {
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /** Whether all segments are this process's: a segment's mask says how small a part of the whole it is. */
        boolean isProjectedHere() {
            return segments.get().values().stream()
                            .mapToDouble(status -> 1.0 / (status.getSegment().getMask() + 1.0))
                            .sum()
                    == 1.0;
        }

        boolean covers(long position) {
            return segments.get().values().stream()
                    .allMatch(status -> StoredPosition.of(0, status.getTrackingToken(), null)
                            .covers(position));
        }

        /** @return false when the thread was interrupted */
        boolean awaitChange(long position, long nanos) {
            lock.lock();
            try {
                if (!isProjectedHere() || !covers(position)) {
                    changed.awaitNanos(nanos);
                }
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } finally {
                lock.unlock();
            }
        }
    }
}
