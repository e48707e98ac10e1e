package io.ringkey.query.figures;

import io.ringkey.query.Columns;
import io.ringkey.query.figures.Counted.More;
import io.ringkey.query.figures.Statistics.Step;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
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

    void add(Counted counted) {
        List<More> more = counted.sorted();
        if (!more.isEmpty()) {
            jdbc.sql("""
                            INSERT INTO read_model.figure AS f (name, hour, total)
                            SELECT * FROM unnest(?::text[], ?::timestamptz[], ?::bigint[])
                            ON CONFLICT (name, hour) DO UPDATE SET total = f.total + excluded.total
                            """)
                    .params(Columns.of(more)
                            .texts(More::name)
                            .times(More::hour)
                            .numbers(More::more)
                            .parameters())
                    .update();
        }
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
