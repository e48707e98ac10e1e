package io.ringkey.command.number;

import static io.ringkey.command.testing.RunningCommandSide.newPhone;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.RunningCommandSide;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForgetUnverifiedNumbersTest {

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
    void forgetsNumbersADayAfterTheyWereLastSeenUnlessSomebodyHoldsThem() {
        app.askForCode(newPhone());
        Answer known = app.signIn(newPhone());
        assertThat(known.status()).isEqualTo(200);
        app.clock().advance(Duration.ofHours(23));
        app.bean(ForgetUnverifiedNumbers.class).forget();
        assertThat(rows("phone_number")).isEqualTo(2);
        app.clock().advance(Duration.ofHours(1));
        app.bean(ForgetUnverifiedNumbers.class).forget();

        assertThat(rows("phone_number")).isEqualTo(1);
    }

    private long rows(String table) {
        return app.jdbc()
                .sql("SELECT count(*) FROM command_state." + table)
                .query(Long.class)
                .single();
    }
}
