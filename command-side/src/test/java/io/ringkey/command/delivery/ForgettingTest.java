package io.ringkey.command.delivery;

import static io.ringkey.command.testing.RunningCommandSide.newPhone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringkey.command.testing.RunningCommandSide;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForgettingTest {

    private RunningCommandSide app;

    @BeforeEach
    void start() {
        app = RunningCommandSide.start(Map.of());
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Test
    void forgetsDeliveriesWhoseTimeIsOver() {
        app.askForCode(newPhone());
        await().until(() -> app.count("delivery.code-sent") == 1);
        DeliveryRounds rounds = app.bean(DeliveryRounds.class);

        app.clock().advance(Duration.ofSeconds(350));
        rounds.forgetExpired();
        assertThat(rows("delivery")).isEqualTo(1);
        app.clock().advance(Duration.ofSeconds(10));
        rounds.forgetExpired();
        assertThat(rows("delivery")).isZero();
    }

    private long rows(String table) {
        return app.jdbc()
                .sql("SELECT count(*) FROM command_state." + table)
                .query(Long.class)
                .single();
    }
}
