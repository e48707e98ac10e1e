package io.ringkey.query.processors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.SecondProcess;
import io.ringkey.query.support.TestPerson;
import io.ringkey.web.position.ViewPositions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class GapsLoseNothingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration HELD_OPEN = Duration.ofSeconds(Integer.getInteger("ringkey.gap-seconds", 2));
    private static final int DEAD_GAPS = 2_000;
    private static final int MEASURED = 100;

    private final RunningQuerySide side = RunningQuerySide.start();

    @AfterEach
    void stop() {
        side.close();
    }

    @Test
    void projectsWhatASlowTransactionCommitsAfterTwentyThousandOthers() throws SQLException { // R9
        var many = ManyEvents.ofWrongCodes(side, SecondProcess.database(side));
        long first = side.last();
        long opened = System.nanoTime();
        try (Connection slow = SecondProcess.database(side).getConnection()) {
            slow.setAutoCommit(false);
            many.on(new SingleConnectionDataSource(slow, true)).append(3);
            for (int i = 0; i < 42; i++) {
                many.append(500);
            }
            awaitLogins(first + 3 + 42 * 500, 1 + 42 * 500);
            await().during(HELD_OPEN).atMost(PATIENCE.plus(HELD_OPEN)).until(() -> logins() == 1 + 42 * 500);

            slow.commit();
        }
        System.out.printf(
                "a gap was open for %.1f s while 21,000 events were projected%n", (System.nanoTime() - opened) / 1e9);

        await().atMost(PATIENCE).until(() -> logins() == 4 + 42 * 500);
        assertThat(missing()).isZero();
        assertThat(side.deadLetters()).isZero();
    }

    @Test
    void deadGapsDoNotSlowTheViewsDown() {
        Lags.measure(side, side, MEASURED);
        Lags without = Lags.measure(side, side, MEASURED);
        ManyEvents.ofWrongCodes(side, SecondProcess.database(side)).appendWithDeadGaps(DEAD_GAPS);
        TestPerson.registered(side);
        side.settle();
        assertThat(side.bean(Projections.class).positions("profiles").getFirst().gaps())
                .hasSizeGreaterThanOrEqualTo(DEAD_GAPS);

        Lags with = Lags.measure(side, side, MEASURED);

        System.out.println("view lag without gaps: " + without + "; with " + DEAD_GAPS + " dead gaps: " + with);
        assertThat(with.median()).isLessThan(Duration.ofMillis(100));
        assertThat(side.bean(ViewPositions.class).await("logins", side.last(), PATIENCE))
                .isTrue();
    }

    private void awaitLogins(long position, long rows) {
        assertThat(side.bean(ViewPositions.class).await("logins", position, PATIENCE))
                .isTrue();
        assertThat(logins()).isEqualTo(rows);
    }

    private long logins() {
        return count("SELECT count(*) FROM read_model.login_entry");
    }

    private long missing() {
        return count("""
                SELECT count(*)
                  FROM event_store.domain_event e
                  FULL JOIN read_model.login_entry l ON l.position = e.global_index
                 WHERE e.global_index IS NULL OR l.position IS NULL
                """);
    }

    private long count(String sql) {
        return side.database().sql(sql).query(Long.class).single();
    }
}
