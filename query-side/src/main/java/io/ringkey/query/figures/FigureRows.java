package io.ringkey.query.figures;

import io.ringkey.query.figures.Statistics.Step;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code figure}. Plain SQL: a row is counted up, never loaded. */
@Component
class FigureRows {

    /** What the names of refusals by a rule begin with. */
    static final String REFUSALS = "refused.";

    private final JdbcClient jdbc;

    FigureRows(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    void add(Figure figure, Instant at) {
        add(figure.wireName(), at, 1);
    }

    void add(String name, Instant at, long more) {
        jdbc.sql("""
                        INSERT INTO read_model.figure AS f (name, hour, total) VALUES (:name, :hour, :more)
                        ON CONFLICT (name, hour) DO UPDATE SET total = f.total + excluded.total
                        """)
                .param("name", name)
                .param("hour", utc(at.truncatedTo(ChronoUnit.HOURS)))
                .param("more", more)
                .update();
    }

    /** What was counted since a moment, by name and then by the beginning of each step in which there was something. */
    Map<String, Map<Instant, Long>> since(Instant from, Step step) {
        var found = new TreeMap<String, Map<Instant, Long>>();
        jdbc.sql("""
                        SELECT name, date_trunc(:step, hour, 'UTC') AS beginning, sum(total)::bigint AS total
                          FROM read_model.figure
                         WHERE hour >= :from
                         GROUP BY 1, 2
                        """).param("step", step.wireName()).param("from", utc(from)).query(row -> {
            found.computeIfAbsent(row.getString("name"), name -> new HashMap<>())
                    .put(row.getObject("beginning", OffsetDateTime.class).toInstant(), row.getLong("total"));
        });
        return found;
    }

    private static OffsetDateTime utc(Instant moment) {
        return moment.atOffset(ZoneOffset.UTC);
    }
}
