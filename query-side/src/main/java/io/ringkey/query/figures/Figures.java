package io.ringkey.query.figures;

import io.ringkey.api.Failure;
import io.ringkey.query.figures.Statistics.Point;
import io.ringkey.query.figures.Statistics.Series;
import io.ringkey.query.figures.Statistics.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Makes figures of what was counted. Safe for concurrent use. */
@Component
class Figures {

    /** Of more days the first steps would be narrower than a pixel. */
    static final int MOST_DAYS = 366;

    private static final int MOST_OF_A_MINUTE = 1_000_000;

    private final FigureRows rows;
    private final JdbcClient jdbc;
    private final InstantSource clock;

    Figures(FigureRows rows, DataSource dataSource, Clock clock) {
        this.rows = rows;
        this.jdbc = JdbcClient.create(dataSource);
        this.clock = clock;
    }

    /**
     * The figures of the last days, today's included.
     *
     * @throws Failure {@code field.invalid} for no day, or too many
     */
    Statistics ofDays(int days) {
        if (days < 1 || days > MOST_DAYS) {
            throw Failure.invalid("days", "invalid");
        }
        Step step = Step.of(days);
        Instant to = step.after(step.beginningOf(clock.instant()));
        Instant from = to.minus(Duration.ofDays(days));
        Map<String, Map<Instant, Long>> counted = rows.since(from, step);
        var series = new ArrayList<Series>();
        Arrays.stream(Figure.values())
                .map(Figure::wireName)
                .forEach(name -> series.add(series(name, counted.getOrDefault(name, Map.of()), from, to, step)));
        counted.keySet().stream()
                .filter(name -> name.startsWith(FigureRows.REFUSALS))
                .forEach(name -> series.add(series(name, counted.getOrDefault(name, Map.of()), from, to, step)));
        return new Statistics(from, to, step.wireName(), series);
    }

    /** How many events were put on record within the last minute. */
    long eventsOfTheLastMinute() {
        return jdbc.sql("""
                        SELECT count(*) FROM (
                            SELECT 1 FROM event_store.domain_event WHERE time_stamp >= :since LIMIT :most) recent
                        """)
                .param("since", OffsetDateTime.ofInstant(clock.instant().minusSeconds(60), ZoneOffset.UTC))
                .param("most", MOST_OF_A_MINUTE)
                .query(Long.class)
                .single();
    }

    private static Series series(String name, Map<Instant, Long> counts, Instant from, Instant to, Step step) {
        List<Point> points = new ArrayList<>();
        for (Instant at = from; at.isBefore(to); at = step.after(at)) {
            points.add(new Point(at, counts.getOrDefault(at, 0L)));
        }
        return new Series(name, points.stream().mapToLong(Point::count).sum(), points);
    }
}
