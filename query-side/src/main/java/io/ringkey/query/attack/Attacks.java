package io.ringkey.query.attack;

import io.ringkey.api.Failure;
import io.ringkey.eventstore.LoginDetails;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds in the login history who is being guessed at, and from where. Safe for concurrent use. */
@Component
class Attacks {

    static final int MOST_HOURS = 24;

    /** A person who mistypes gives up, or gets in, before that. */
    private static final int WRONG_CODES_OF_A_NUMBER = 4;

    /** So many people at one address mistype only where very many sign in. */
    private static final int NUMBERS_OF_AN_ADDRESS = 4;

    private static final int WRONG_CODES_OF_AN_ADDRESS = 10;
    private static final int SHOWN = 25;
    /** Under a flood the newest are looked at. */
    private static final int LOOKED_AT = 50_000;

    private static final String RECENT = """
            WITH recent AS (
                SELECT stream_id, account_id, address, what, at
                  FROM read_model.login_entry
                 WHERE what IN ('failed', 'refused') AND at >= :since
                 ORDER BY at DESC
                 LIMIT :lookedAt)
            """;

    private final JdbcClient jdbc;
    private final LoginDetails details;
    private final InstantSource clock;

    Attacks(DataSource dataSource, LoginDetails details, Clock clock) {
        this.jdbc = JdbcClient.create(dataSource);
        this.details = details;
        this.clock = clock;
    }

    /**
     * Who is under attack.
     *
     * @param hours how long ago is now still
     * @throws Failure {@code field.invalid} for no hour, or too many
     */
    UnderAttack now(int hours) {
        if (hours < 1 || hours > MOST_HOURS) {
            throw Failure.invalid("hours", "invalid");
        }
        Instant since = clock.instant().minus(Duration.ofHours(hours));
        return new UnderAttack(since, numbers(since), addresses(since));
    }

    private List<UnderAttack.Number> numbers(Instant since) {
        return query(RECENT + """
                SELECT r.stream_id, (array_agg(r.account_id) FILTER (WHERE r.account_id IS NOT NULL))[1] AS account_id,
                       count(*) FILTER (WHERE what = 'failed') AS failed,
                       count(*) FILTER (WHERE what = 'refused') AS refused,
                       count(DISTINCT address) AS others, max(at) AS last_at
                  FROM recent r
                 GROUP BY r.stream_id
                HAVING count(*) FILTER (WHERE what = 'failed') >= :wrong
                    OR count(*) FILTER (WHERE what = 'refused') >= :wrong
                 ORDER BY failed DESC, refused DESC, r.stream_id
                 LIMIT :shown
                """, since)
                .param("wrong", WRONG_CODES_OF_A_NUMBER)
                .query((row, number) -> new UnderAttack.Number(
                        row.getObject("stream_id", UUID.class),
                        row.getObject("account_id", UUID.class),
                        row.getLong("failed"),
                        row.getLong("refused"),
                        row.getLong("others"),
                        lastAt(row)))
                .list();
    }

    private List<UnderAttack.Address> addresses(Instant since) {
        Instant shown = details.shownSince().isAfter(since) ? details.shownSince() : since;
        return query(RECENT + """
                SELECT address,
                       count(*) FILTER (WHERE what = 'failed') AS failed,
                       count(*) FILTER (WHERE what = 'refused') AS refused,
                       count(DISTINCT stream_id) AS others, max(at) AS last_at
                  FROM recent
                 WHERE address IS NOT NULL
                 GROUP BY address
                HAVING count(DISTINCT stream_id) >= :numbers
                    OR count(*) FILTER (WHERE what = 'failed') >= :wrong
                 ORDER BY failed DESC, refused DESC, address
                 LIMIT :shown
                """, shown)
                .param("numbers", NUMBERS_OF_AN_ADDRESS)
                .param("wrong", WRONG_CODES_OF_AN_ADDRESS)
                .query((row, number) -> new UnderAttack.Address(
                        row.getString("address"),
                        row.getLong("failed"),
                        row.getLong("refused"),
                        row.getLong("others"),
                        lastAt(row)))
                .list();
    }

    private JdbcClient.StatementSpec query(String sql, Instant since) {
        return jdbc.sql(sql)
                .param("since", since.atOffset(ZoneOffset.UTC))
                .param("lookedAt", LOOKED_AT)
                .param("shown", SHOWN);
    }

    private static Instant lastAt(ResultSet row) throws SQLException {
        return row.getObject("last_at", OffsetDateTime.class).toInstant();
    }
}
