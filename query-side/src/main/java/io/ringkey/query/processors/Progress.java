package io.ringkey.query.processors;

import io.ringkey.eventstore.EventRecords;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Measures how far the projections lag, and raises the alarm: a warning in the log, repeated while it lasts, and figures
 * for the metrics and the health page. Safe for concurrent use.
 */
final class Progress implements ProjectionRates {

    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
    private static final Duration TOO_LATE = Duration.ofSeconds(30);
    private static final Duration SAY_AGAIN = Duration.ofMinutes(5);
    /** By then clocks are wrong. From an hour on, events of transactions still open would be passed over. */
    private static final Duration TOO_FAR_APART = Duration.ofMinutes(1);

    private final Projections projections;
    private final EventRecords records;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Map<String, Figures> latest = new ConcurrentHashMap<>();
    private final Map<String, Alarm> raised = new ConcurrentHashMap<>();
    private volatile Duration skew = Duration.ZERO;
    private boolean skewed;

    Progress(Projections projections, EventRecords records, JdbcClient jdbc, Clock clock) {
        this.projections = projections;
        this.records = records;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A projection at one moment.
     *
     * @param lag events of the record that it has not seen
     * @param late how long ago the first of these was made
     * @param rate positions passed a second, since the time before
     */
    record Figures(
            long position, long lag, Duration late, long deadLetters, boolean replaying, double rate, Instant at) {

        static final Figures UNKNOWN = new Figures(0, 0, Duration.ZERO, 0, false, 0, Instant.EPOCH);

        boolean isAlarming() {
            return deadLetters > 0 || (late.compareTo(TOO_LATE) > 0 && !replaying);
        }
    }

    /** What {@link #measure} found last. */
    Figures of(String projection) {
        return latest.getOrDefault(projection, Figures.UNKNOWN);
    }

    @Override
    public double ratePerSecond(String projection) {
        return of(projection).rate();
    }

    /** How far this process's clock is ahead of the database's. */
    Duration skew() {
        return skew;
    }

    void measure() {
        measureSkew();
        long newest = records.newest();
        for (String projection : projections.names()) {
            Figures figures = measure(projection, newest);
            latest.put(projection, figures);
            tell(projection, figures);
        }
    }

    private void measureSkew() {
        Instant here = clock.instant();
        Instant there = jdbc.sql("SELECT clock_timestamp()")
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
        skew = Duration.between(there, here);
        boolean tooFar = skew.abs().compareTo(TOO_FAR_APART) > 0;
        if (tooFar && !skewed) {
            LOG.warn("This process's clock is {} s ahead of the database's", skew.toSeconds());
        }
        skewed = tooFar;
    }

    private Figures measure(String projection, long newest) {
        var segments = projections.positions(projection);
        long position = segments.stream().mapToLong(StoredPosition::index).min().orElse(0);
        long lag = Math.max(0, newest - position);
        Instant now = clock.instant();
        return new Figures(
                position,
                lag,
                lag == 0 ? Duration.ZERO : lateAfter(position),
                projections.deadLetters(projection),
                segments.stream().anyMatch(StoredPosition::replaying),
                rate(of(projection), position, now),
                now);
    }

    private static double rate(Figures before, long position, Instant now) {
        long millis = Duration.between(before.at(), now).toMillis();
        return before.at().equals(Instant.EPOCH) || millis <= 0
                ? 0
                : Math.max(0, position - before.position()) * 1e3 / millis;
    }

    private Duration lateAfter(long position) {
        return jdbc.sql("""
                        SELECT time_stamp
                          FROM event_store.domain_event
                         WHERE global_index > ?
                         ORDER BY global_index
                         LIMIT 1
                        """)
                .param(position)
                .query(OffsetDateTime.class)
                .optional()
                .map(made -> Duration.between(made.toInstant(), clock.instant()))
                .filter(late -> !late.isNegative())
                .orElse(Duration.ZERO);
    }

    private void tell(String projection, Figures figures) {
        Alarm alarm = raised.get(projection);
        if (!figures.isAlarming()) {
            if (alarm != null) {
                raised.remove(projection);
                LOG.info("The projection {} is well again", projection);
            }
            return;
        }
        Instant now = clock.instant();
        if (alarm == null
                || figures.deadLetters() > alarm.deadLetters()
                || now.isAfter(alarm.said().plus(SAY_AGAIN))) {
            raised.put(projection, new Alarm(now, figures.deadLetters()));
            LOG.warn(
                    "The projection {} needs looking at: {} dead letters, {} events behind, {} s late",
                    projection,
                    figures.deadLetters(),
                    figures.lag(),
                    figures.late().toSeconds());
        }
    }

    private record Alarm(Instant said, long deadLetters) {}
}
