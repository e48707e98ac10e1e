package io.ringkey.command.session;

import static io.ringkey.command.testing.RunningCommandSide.newPhone;
import static io.ringkey.command.testing.RunningCommandSide.together;
import static io.ringkey.command.testing.RunningCommandSide.whenServed;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.session.SessionId;
import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.RunningCommandSide;
import io.ringkey.eventstore.TestDatabase;
import io.ringkey.web.access.BrowserSession;
import io.ringkey.web.access.SessionUses;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class BrowserSessionLifeTest {

    private static RunningCommandSide app;

    @BeforeAll
    static void start() {
        app = RunningCommandSide.start(Map.of());
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    // T9
    @Test
    void lastsWhileItIsUsedButNeverLongerThanItsLongestLife() {
        BrowserSession browser = signIn();
        for (int day = 1; day < 30; day++) {
            app.clock().advance(Duration.ofDays(1));
            assertThat(use(browser)).as("day %d", day).isEqualTo(200);
        }
        app.clock().advance(Duration.ofDays(1).minusSeconds(1));
        assertThat(use(browser)).isEqualTo(200);
        app.clock().advance(Duration.ofSeconds(1));
        assertThat(use(browser)).isEqualTo(401);
    }

    // T9
    @Test
    void endsWhenItIsNotUsed() {
        BrowserSession browser = signIn();
        app.clock().advance(Duration.ofDays(13));
        assertThat(use(browser)).isEqualTo(200);
        app.clock().advance(Duration.ofDays(14));

        assertThat(use(browser)).isEqualTo(401);
        assertThat(use(browser)).isEqualTo(401);
    }

    // T9
    @Test
    void isWrittenOnceAMinuteHoweverOftenItIsUsed() {
        BrowserSession browser = signIn();
        Instant signedIn = lastUsed(browser);
        app.clock().advance(Duration.ofSeconds(59));
        use(browser);
        assertThat(lastUsed(browser)).isEqualTo(signedIn);

        app.clock().advance(Duration.ofSeconds(1));
        assertThat(together(50, () -> use(browser))).containsOnly(200);
        assertThat(lastUsed(browser)).isEqualTo(signedIn.plusSeconds(60));
        long written = writtenBy(browser);
        assertThat(together(50, () -> use(browser))).containsOnly(200);
        assertThat(writtenBy(browser)).isEqualTo(written);
    }

    @Test
    void isNotBroughtBackByAUseThatIsToldLate() {
        BrowserSession browser = signIn();
        app.clock().advance(Duration.ofDays(14));

        app.bean(SessionUses.class).used(browser.session());

        assertThat(use(browser)).isEqualTo(401);
        app.bean(SessionUses.class).used(new SessionId(new java.util.UUID(1, 1)));
    }

    @Test
    void isKeptByUsesThatAnotherProcessTellsOf() {
        BrowserSession browser = signIn();
        app.clock().advance(Duration.ofDays(13));
        Instant now = app.clock().instant();
        JdbcClient elsewhere = JdbcClient.create(TestDatabase.at(app.databaseUrl()));

        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            for (String payload : new String[] {"nonsense", browser.session().toString()}) {
                elsewhere
                        .sql("SELECT pg_notify(?, ?)")
                        .params(SessionUses.CHANNEL, payload)
                        .query()
                        .listOfRows();
            }
            assertThat(lastUsed(browser)).isEqualTo(now);
        });
        app.clock().advance(Duration.ofDays(13));
        assertThat(use(browser)).isEqualTo(200);
    }

    private static BrowserSession signIn() {
        String phone = newPhone();
        String code = app.askForCode(phone).text("auth_code");
        Answer authorized = app.putLogin(Map.of("phone", phone, "auth_code", code));
        assertThat(authorized.status()).as(authorized.toString()).isEqualTo(200);
        return BrowserSession.parse(authorized.cookie("ringkey_session").orElseThrow())
                .orElseThrow();
    }

    /** A call that changes nothing. */
    private static int use(BrowserSession browser) {
        return whenServed(() -> app.call(
                        "PATCH",
                        "/api/users/me/",
                        Map.of(),
                        "Cookie",
                        "ringkey_session=" + browser.cookieValue(),
                        "X-CSRF-Token",
                        browser.csrfToken()))
                .status();
    }

    private static Instant lastUsed(BrowserSession browser) {
        return app.jdbc()
                .sql("SELECT last_used_at FROM command_state.session_access WHERE session_id = ?")
                .param(browser.session().value())
                .query(OffsetDateTime.class)
                .single()
                .toInstant();
    }

    /** The transaction that wrote the row last. */
    private static long writtenBy(BrowserSession browser) {
        return app.jdbc()
                .sql("SELECT xmin::text::bigint FROM command_state.session WHERE session_id = ?")
                .param(browser.session().value())
                .query(Long.class)
                .single();
    }
}
