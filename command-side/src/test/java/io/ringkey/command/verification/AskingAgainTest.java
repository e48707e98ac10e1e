package io.ringkey.command.verification;

import static io.ringkey.command.testing.RunningCommandSide.newPhone;
import static io.ringkey.command.testing.RunningCommandSide.wrong;
import static io.ringkey.command.verification.SigningInTest.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.verification.VerificationCommand.RequestCode;
import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.RunningCommandSide;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.common.Registration;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AskingAgainTest {

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
    void tellsTheTruthAboutWhenTheCodeIsSentAgain() {
        String phone = newPhone();
        Answer first = app.askForCode(phone);
        app.clock().advance(Duration.ofMillis(20_500));
        Answer inside = app.askForCode(phone);

        assertThat(inside.status()).isEqualTo(200);
        assertThat(inside.text("challenge_id")).isEqualTo(first.text("challenge_id"));
        assertThat(inside.number("resend_after")).isEqualTo(40);
        assertThat(inside.number("expires_in")).isEqualTo(279);
        assertThat(askings(first)).isEqualTo(1);

        app.clock().advance(Duration.ofSeconds(inside.number("resend_after")));
        Answer after = app.askForCode(phone);
        assertThat(after.text("auth_code")).isEqualTo(first.text("auth_code"));
        assertThat(after.number("resend_after")).isEqualTo(60);
        assertThat(askings(first)).isEqualTo(2);
    }

    // C20
    @Test
    void countsAMessageOnceThoughTheCommandLostARaceAndWasSentAgain() {
        String phone = newPhone();
        long before = counted();
        var races = new AtomicInteger(2);
        Registration losing = app.bean(CommandBus.class).registerHandlerInterceptor((unit, chain) -> {
            Object answer = chain.proceed();
            if (unit.getMessage().getPayload() instanceof RequestCode asked
                    && asked.phone().e164().equals(phone)
                    && races.getAndDecrement() > 0) {
                throw new ConcurrencyException("somebody else was first");
            }
            return answer;
        });

        Answer asked = app.askForCode(phone);
        losing.cancel();

        assertThat(asked.status()).as(asked.toString()).isEqualTo(200);
        assertThat(races).hasNegativeValue();
        assertThat(askings(asked)).isEqualTo(1);
        assertThat(counted() - before).isEqualTo(1);
    }

    private static long counted() {
        return app.jdbc()
                .sql("SELECT coalesce(sum(used), 0) FROM command_state.limit_window WHERE rule = 'DAY_SENDS'")
                .query(Long.class)
                .single();
    }

    @Test
    void doesNotExtendTheLifeOfACodeThatIsSentAgain() {
        String phone = newPhone();
        Answer first = app.askForCode(phone);
        app.clock().advance(Duration.ofSeconds(90));
        assertThat(app.askForCode(phone).number("expires_in")).isEqualTo(210);
        app.clock().advance(Duration.ofSeconds(210));

        assertRefused(app.postToken(phone, first.text("auth_code")), 0);
    }

    @Test
    void keepsTheBudgetOfGuessesWhenTheCodeIsSentAgain() {
        // C7
        String phone = newPhone();
        String code = app.askForCode(phone).text("auth_code");
        int evaluated = 0;
        for (int resend = 0; resend < 3; resend++) {
            if (app.postToken(phone, wrong(code)).status() == 401) {
                evaluated++;
            }
            app.clock().advance(Duration.ofSeconds(60));
            Answer again = app.askForCode(phone);
            if (evaluated < 3) {
                assertThat(again.number("attempts_left")).isEqualTo(3 - evaluated);
                assertThat(again.text("auth_code")).isEqualTo(code);
            }
        }
        assertThat(evaluated).isEqualTo(3);
    }

    @Test
    void refusesTheCodeOfAChallengeThatWasReplaced() {
        // C8
        String phone = newPhone();
        Answer first = app.askForCode(phone);
        app.clock().advance(Duration.ofSeconds(200));
        Answer second = app.askForCode(phone);
        assertThat(second.text("challenge_id")).isNotEqualTo(first.text("challenge_id"));

        Answer old =
                app.putLogin(Map.of("auth_code", first.text("auth_code")), "Cookie", SigningInTest.cookieOf(first));
        assertRefused(old, 0);
        assertThat(app.postToken(phone, second.text("auth_code")).status()).isEqualTo(200);
    }

    @Test
    void saysTrulyWhenASpentNumberCanAskAgain() {
        // C18
        for (int round = 0; round < 100; round++) {
            String phone = newPhone();
            String code = app.askForCode(phone).text("auth_code");
            app.clock().advance(Duration.ofMillis(round * 590L));
            for (int guess = 0; guess < 3; guess++) {
                app.postToken(phone, wrong(code));
            }
            Answer refused = app.askForCode(phone);
            assertThat(refused.status()).as(refused.toString()).isEqualTo(429);
            assertThat(refused.text("code")).isEqualTo("limit.send");
            long wait = Long.parseLong(refused.header("Retry-After").orElseThrow());
            assertThat(wait).isBetween(1L, 60L);

            app.clock().advance(Duration.ofSeconds(wait));
            Answer passed = app.askForCode(phone);
            assertThat(passed.status()).isEqualTo(200);
            assertThat(passed.number("code_length")).isEqualTo(6);
            assertThat(passed.number("attempts_left")).isEqualTo(5);
        }
    }

    private static long askings(Answer first) {
        return app.stream(app.streamOf(first.text("challenge_id"))).stream()
                .filter(type -> type.startsWith("verification.code-requested"))
                .count();
    }
}
