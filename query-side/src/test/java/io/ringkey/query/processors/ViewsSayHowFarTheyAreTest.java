package io.ringkey.query.processors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ringkey.query.support.RunningQuerySide;
import io.ringkey.query.support.SecondProcess;
import io.ringkey.query.support.TestPerson;
import io.ringkey.web.position.ViewPositions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class ViewsSayHowFarTheyAreTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration A_MOMENT = Duration.ofMillis(300);
    private static final int MEASURED = 200;

    /** A view that nobody tells of a commit looks for itself every 50 ms. */
    private static final Duration WITHOUT_BEING_WOKEN = Duration.ofMillis(45);

    private static final RunningQuerySide SIDE = RunningQuerySide.start();

    private final ViewPositions positions = SIDE.bean(ViewPositions.class);

    @AfterAll
    static void stop() {
        SIDE.close();
    }

    @Test
    void wakesOnCommit() {
        Lags.measure(SIDE, SIDE, MEASURED);
        Lags lags = Lags.measure(SIDE, SIDE, MEASURED);

        System.out.println("view lag, one process: " + lags);
        assertThat(lags.p10()).isLessThan(WITHOUT_BEING_WOKEN);
        assertThat(lags.median()).isLessThan(Duration.ofMillis(100));
    }

    @Test
    void isSeenFromAnotherProcessToo() {
        try (var second = SecondProcess.beside(SIDE)) {
            assertThat(second.bean(Projections.class).positions("profiles"))
                    .allMatch(segment -> segment.owner() != null);

            Lags.measure(SIDE, second, 20);
            Lags lags = Lags.measure(SIDE, second, MEASURED);

            System.out.println("view lag, written and projected by one process, asked of another: " + lags);
            assertThat(lags.median()).isLessThan(Duration.ofMillis(100));
            Lags afar = Lags.measure(second, SIDE, MEASURED);
            System.out.println("view lag, written by one process, projected by another: " + afar);
            assertThat(afar.p10()).isLessThan(WITHOUT_BEING_WOKEN);
            assertThat(afar.median()).isLessThan(Duration.ofMillis(500));
        }
    }

    @Test
    void doesNotCountAPositionInAGapAsSeen() throws SQLException {
        var many = ManyEvents.ofWrongCodes(SIDE, SecondProcess.database(SIDE));
        long late;
        try (Connection slow = SecondProcess.database(SIDE).getConnection()) {
            slow.setAutoCommit(false);
            many.on(new SingleConnectionDataSource(slow, true)).append(1);
            late = SIDE.last() + 1;
            TestPerson.registered(SIDE);
            assertThat(SIDE.last()).isEqualTo(late + 2);
            assertThat(positions.await("profiles", SIDE.last(), PATIENCE)).isTrue();

            assertThat(positions.await("logins", late, A_MOMENT)).isFalse();

            slow.commit();
        }
        assertThat(positions.await("logins", late, PATIENCE)).isTrue();
    }

    @Test
    void doesNotWaitForWhatNeverCame() {
        assertThat(positions.await("profiles", SIDE.last() + 1_000, A_MOMENT)).isFalse();
    }

    @Test
    void countsEventsThatTheViewIsNotInterestedIn() {
        SIDE.settle();
        ManyEvents.ofWrongCodes(SIDE, SecondProcess.database(SIDE));

        assertThat(positions.await("profiles", SIDE.last(), PATIENCE)).isTrue();
    }

    @Test
    void knowsItsViews() {
        assertThatThrownBy(() -> positions.await("dreams", 1, A_MOMENT)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isNotReadyWhileAProjectionStandsStill() {
        var health = SIDE.bean(ProjectionsHealth.class);
        assertThat(health.health().getStatus().getCode()).isEqualTo("UP");

        SIDE.processor("logins").shutDown();
        assertThat(health.health().getStatus().getCode()).isEqualTo("DOWN");

        SIDE.processor("logins").start();
        await().atMost(PATIENCE)
                .until(() -> health.health().getStatus().getCode().equals("UP"));
    }
}
