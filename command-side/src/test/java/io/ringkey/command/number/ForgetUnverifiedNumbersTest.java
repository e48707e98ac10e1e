package io.ringkey.command.number;

import static io.ringkey.command.testing.RunningCommandSide.newPhone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.RunningCommandSide;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Order(1)
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

    // D1
    @Test
    void nothingIsLeftOfANumberThatNobodyProvesADayAfterItWasLastSeen() {
        String phone = newPhone();
        Answer asked = app.askForCode(phone);
        app.postToken(phone, RunningCommandSide.wrong(asked.text("auth_code")));
        UUID stream = app.streamOf(asked.text("challenge_id"));
        assertThat(app.dump()).contains(phone);
        assertThat(keysOf(stream)).containsExactly(true);

        app.clock().advance(Duration.ofHours(24).minusMinutes(10));
        // The rounds that look after it come every 10 minutes and every 20 seconds.
        app.bean(ForgetUnverifiedNumbers.class).forget();
        await().atMost(Duration.ofSeconds(40)).until(() -> rows("delivery") == 0);

        assertThat(keysOf(stream))
                .as("the row of the key stays, without the key")
                .containsExactly(false);
        assertThat(app.dump()).doesNotContain(phone);
        assertThat(rows("phone_number")).isZero();
        assertThat(rows("phone_change") + rows("refusal_of_number")).isZero();
    }

    /** Whether the subjects of a stream have a key. */
    private List<Boolean> keysOf(UUID stream) {
        return app.jdbc().sql("""
                        SELECT wrapped IS NOT NULL FROM event_store.subject_key
                         WHERE subject::text IN (
                               SELECT convert_from(payload, 'UTF8')::jsonb ->> 'subject'
                                 FROM event_store.domain_event WHERE aggregate_identifier = ?)
                        """).param(stream).query(Boolean.class).list();
    }

    private long rows(String table) {
        return app.jdbc()
                .sql("SELECT count(*) FROM command_state." + table)
                .query(Long.class)
                .single();
    }
}
