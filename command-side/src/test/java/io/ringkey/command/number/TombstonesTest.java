package io.ringkey.command.number;

import static io.ringkey.command.testing.RunningCommandSide.newPhone;
import static io.ringkey.command.testing.RunningCommandSide.wrong;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.People;
import io.ringkey.command.testing.RunningCommandSide;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
