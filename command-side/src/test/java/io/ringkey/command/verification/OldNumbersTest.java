package io.ringkey.command.verification;

import static io.ringkey.command.testing.RunningCommandSide.newPhone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.RunningCommandSide;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A number that was used often is loaded from a state that is kept of it. */
class OldNumbersTest {

    private static final int OFTEN = 16;

    private static RunningCommandSide app;

    @BeforeAll
    static void start() {
        app = RunningCommandSide.start(Map.of("LIMITS", "off"));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void areNotReadFromTheirBeginning() {
        String phone = newPhone();
        UUID stream = signInOften(phone);
        long kept = await().until(() -> kept(stream), version -> version >= 0);
        // Nobody could load the stream from here on, but for the state.
        forgetEventsUpTo(stream, kept);
        long people = app.count("account.person-registered");

        Answer signedIn = app.signIn(phone);

        assertThat(signedIn.status()).as(signedIn.toString()).isEqualTo(200);
        assertThat(app.count("account.person-registered")).isEqualTo(people);
    }

    @Test
    void haveTheirWrongCodesCountAllTheSame() {
        String phone = newPhone();
        app.postToken(phone, RunningCommandSide.wrong(app.askForCode(phone).text("auth_code")));
        UUID stream = signInOften(phone);
        long kept = await().until(() -> kept(stream), version -> version >= 0);

        assertThat(kept).isPositive();
        assertThat(app.jdbc()
                        .sql("SELECT convert_from(state, 'UTF8')::jsonb #>> '{classes,UNRECOGNISED,guesses,wrong}'"
                                + " FROM event_store.stream_state WHERE stream = ?")
                        .param(stream)
                        .query(String.class)
                        .single())
                .isEqualTo("1");
    }

    private static UUID signInOften(String phone) {
        UUID stream = app.streamOf(app.askForCode(phone).text("challenge_id"));
        for (int time = 0; time < OFTEN; time++) {
            assertThat(app.signIn(phone).status()).isEqualTo(200);
        }
        return stream;
    }

    private static long kept(UUID stream) {
        return app.jdbc()
                .sql("SELECT coalesce(max(sequence_number), -1) FROM event_store.stream_state WHERE stream = ?")
                .param(stream)
                .query(Long.class)
                .single();
    }

    private static void forgetEventsUpTo(UUID stream, long version) {
        int gone = app.jdbc()
                .sql("DELETE FROM event_store.domain_event WHERE aggregate_identifier = ? AND sequence_number <= ?")
                .params(stream, version)
                .update();
        assertThat(gone).isGreaterThan(30);
    }
}
