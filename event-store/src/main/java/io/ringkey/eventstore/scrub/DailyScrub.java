package io.ringkey.eventstore.scrub;

import io.ringkey.eventstore.scrub.ScrubbedTable.Outcome;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Scrubs schemas once a day, from a time of the day on; where the program did not run then, when it runs again. Tables
 * that are in use are tried again some minutes later.
 */
public final class DailyScrub implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DailyScrub.class);
    private static final long FIRST_LOOK_SECONDS = 60;
    private static final long LOOK_EVERY_SECONDS = 300;
    private static final long LONGEST_STOP_SECONDS = 5;

    private final List<Scrub> schemas;
    private final @Nullable LocalTime at;
    private final long most;
    private final InstantSource clock;
    private @Nullable ScheduledExecutorService thread;
    private @Nullable Instant saidAbout;

    /**
     * @param at the time of the day, UTC; {@code null} for never
     * @param most larger tables are left alone; in bytes, with indexes
     */
    public DailyScrub(List<Scrub> schemas, @Nullable LocalTime at, long most, InstantSource clock) {
        this.schemas = List.copyOf(schemas);
        this.at = at;
        this.most = most;
        this.clock = clock;
    }

    /** Looks once whether something is to be done, and does it. */
    public List<ScrubbedTable> look() {
        if (at == null) {
            return List.of();
        }
        Instant due = lastTime(at);
        List<ScrubbedTable> done = schemas.stream()
                .flatMap(schema -> schema.due(due, most).stream())
                .toList();
        List<ScrubbedTable> written = done.stream()
                .filter(table -> table.outcome() == Outcome.REWRITTEN)
                .toList();
        if (!written.isEmpty()) {
            LOG.info("what was deleted is out of the files of {}", written);
        }
        if (!due.equals(saidAbout)) {
            saidAbout = due;
            done.stream()
                    .filter(table -> table.outcome() == Outcome.TOO_LARGE)
                    .forEach(table -> LOG.warn("{}: run the command scrub when it suits", table));
        }
        return done;
    }

    private Instant lastTime(LocalTime ofDay) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        OffsetDateTime today = now.with(ofDay);
        return (today.isAfter(now) ? today.minusDays(1) : today).toInstant();
    }

    private void once() {
        try {
            look();
        } catch (RuntimeException away) {
            LOG.warn("tables cannot be scrubbed now: {}", away.getClass().getSimpleName());
        }
    }

    @Override
    public synchronized void start() {
        if (at == null) {
            LOG.warn("RINGKEY_SCRUB_AT is off: what is deleted stays in the database's files until scrub is run");
        }
        var started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("daily-scrub").daemon().factory());
        started.scheduleWithFixedDelay(this::once, FIRST_LOOK_SECONDS, LOOK_EVERY_SECONDS, TimeUnit.SECONDS);
        thread = started;
    }

    @Override
    public synchronized void stop() {
        var stopping = Objects.requireNonNull(thread);
        thread = null;
        stopping.shutdownNow();
        try {
            // A table that is being written anew when the connection goes stays as it was.
            boolean ended = stopping.awaitTermination(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
            LOG.debug("the daily scrub has ended: {}", ended);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }
}
