package io.ringkey.command.number;

import static io.ringkey.command.testing.RunningCommandSide.newPhone;
import static io.ringkey.command.testing.RunningCommandSide.wrong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.People;
import io.ringkey.command.testing.RunningCommandSide;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class TombstonesTest {

    private static RunningCommandSide app;

    @BeforeAll
    static void start() {
        app = RunningCommandSide.start(Map.of());
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void rememberWrongCodesOfANumberThatWasForgotten() {
        String phone = newPhone();
        guessWrong(phone, 3);
        app.clock().advance(Duration.ofHours(25));
        app.bean(ForgetUnverifiedNumbers.class).forget();

        Answer asked = app.askForCode(phone);

        assertThat(asked.number("code_length")).isEqualTo(6);
        assertThat(app.stream(app.streamOf(asked.text("challenge_id"))))
                .startsWith("verification.wrong-codes-remembered", "verification.code-requested");
    }

    @Test
    void areFoundByWhoeverWaitedWhileTheyWereRaised() throws Exception {
        // So that no other number is as new.
        app.clock().advance(Duration.ofSeconds(1));
        String phone = newPhone();
        guessWrong(phone, 3);
        UUID stream = app.jdbc()
                .sql(
                        "SELECT stream_id FROM command_state.phone_number ORDER BY created_at DESC, stream_id DESC LIMIT 1")
                .query(UUID.class)
                .single();
        app.clock().advance(Duration.ofHours(25));
        var asking = new ArrayList<CompletableFuture<Answer>>();

        new TransactionTemplate(app.bean(PlatformTransactionManager.class)).executeWithoutResult(raising -> {
            app.bean(Tombstones.class).raiseFor("stream_id = ?", stream);
            JdbcClient.create(app.bean(DataSource.class))
                    .sql("DELETE FROM command_state.phone_number WHERE stream_id = ?")
                    .param(stream)
                    .update();
            asking.add(CompletableFuture.supplyAsync(() -> app.askForCode(phone)));
            await().until(() -> app.jdbc()
                            .sql("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                    + " AND wait_event_type = 'Lock'")
                            .query(Long.class)
                            .single()
                    > 0);
        });

        assertThat(asking.getFirst().get(20, TimeUnit.SECONDS).number("code_length"))
                .isEqualTo(6);
    }

    @Test
    void areNotRaisedWhereThereIsNothingToRemember() {
        String phone = newPhone();
        app.askForCode(phone);
        app.clock().advance(Duration.ofHours(25));
        long before = tombstones();
        app.bean(ForgetUnverifiedNumbers.class).forget();

        assertThat(tombstones()).isEqualTo(before);
    }

    @Test
    void fallInTime() {
        String phone = newPhone();
        guessWrong(phone, 3);
        app.clock().advance(Duration.ofHours(25));
        app.bean(ForgetUnverifiedNumbers.class).forget();
        app.clock().advance(Duration.ofDays(181));
        app.bean(ForgetUnverifiedNumbers.class).forget();

        assertThat(tombstones()).isZero();
        assertThat(app.askForCode(phone).number("code_length")).isEqualTo(4);
    }

    // I4
    @Test
    void keepWhoeverLeavesAndComesBackFromBeingBroughtAgain() {
        People.Person inviter = new People(app).somebody();
        String code = new People(app).codeOf(inviter.id()).value();
        String phone = newPhone();
        int brought = 0;

        for (int round = 0; round < 50; round++) {
            app.clock().advance(Duration.ofHours(3));
            Answer signedIn = app.signIn(phone);
            assertThat(signedIn.status()).as(signedIn.toString()).isEqualTo(200);
            String[] token = {"Authorization", "Bearer " + signedIn.text("access")};
            Answer applied = app.call("PATCH", "/api/users/me/", Map.of("referral_code", code), token);
            assertThat(applied.status()).as(applied.toString()).isEqualTo(round == 0 ? 200 : 422);
            brought += applied.status() == 200 ? 1 : 0;
            app.call("DELETE", "/api/users/me/", null, token);
        }

        assertThat(brought).isEqualTo(1);
        assertThat(app.count("referral.invite-applied")).isEqualTo(1);
    }

    private static void guessWrong(String phone, int times) {
        String code = app.askForCode(phone).text("auth_code");
        for (int guess = 0; guess < times; guess++) {
            app.postToken(phone, wrong(code));
        }
    }

    private static long tombstones() {
        return app.jdbc()
                .sql("SELECT count(*) FROM command_state.tombstone")
                .query(Long.class)
                .single();
    }
}
