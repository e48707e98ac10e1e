package io.ringkey.query.processors;

import io.ringkey.web.position.ViewPositions;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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

    /** What a projection's processor tells of its progress. */
    EventTrackerStatusChangeListener listener(String projection) {
        return views.computeIfAbsent(projection, name -> new View());
    }

    @Override
    public boolean await(String view, long position, Duration atMost) {
        View known = views.get(view);
        if (known == null) {
            throw new IllegalArgumentException("there is no view " + view);
        }
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!known.covers(position) && !isStored(known, view, position)) {
            long left = deadline - System.nanoTime();
            if (left <= 0 || !known.awaitChange(position, Math.min(left, LOOK_EVERY_NANOS))) {
                return false;
            }
        }
        return true;
    }

    private boolean isStored(View known, String view, long position) {
        if (known.isProjectedHere()) {
            return false;
        }
        try {
            var positions = stored.of(view);
            return !positions.isEmpty() && positions.stream().allMatch(segment -> segment.covers(position));
        } catch (DataAccessException e) {
            // Whoever asks has something to answer all the same.
            LOG.debug("The stored positions cannot be read", e);
            return false;
        }
    }

    /** The segments that this process works on. */
    private static final class View implements EventTrackerStatusChangeListener {

        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private final Map<Integer, EventTrackerStatus> segments = new TreeMap<>();

        @Override
        public boolean validatePositions() {
            return true;
        }

        @Override
        public void onEventTrackerStatusChange(Map<Integer, EventTrackerStatus> statuses) {
            lock.lock();
            try {
                statuses.forEach((segment, status) -> {
                    if (status.trackerRemoved()) {
                        segments.remove(segment);
                    } else {
                        segments.put(segment, status);
                    }
                });
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /** Whether all segments are this process's: a segment's mask says how small a part of the whole it is. */
        boolean isProjectedHere() {
            lock.lock();
            try {
                return segments.values().stream()
                                .mapToDouble(status -> 1.0 / (status.getSegment().getMask() + 1.0))
                                .sum()
                        == 1.0;
            } finally {
                lock.unlock();
            }
        }

        boolean covers(long position) {
            lock.lock();
            try {
                return isProjectedHere()
                        && segments.values().stream()
                                .allMatch(status -> StoredPosition.of(0, status.getTrackingToken(), null)
                                        .covers(position));
            } finally {
                lock.unlock();
            }
        }

        /** @return false when the thread was interrupted */
        boolean awaitChange(long position, long nanos) {
            lock.lock();
            try {
                if (!covers(position)) {
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
