package io.ringkey.command.session;

import static io.ringkey.command.testing.RunningCommandSide.newPhone;
import static io.ringkey.command.testing.RunningCommandSide.together;
import static io.ringkey.command.testing.RunningCommandSide.whenServed;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.RunningCommandSide;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshingTest {

    private static RunningCommandSide app;
    private static RunningCommandSide other;

    @BeforeAll
    static void start() {
        app = RunningCommandSide.start(Map.of());
        other = app.another();
    }

    @AfterAll
    static void stop() {
        other.close();
        app.close();
    }

    @Test
    void exchangesATokenForTheNextPair() {
        Answer first = app.signIn(newPhone());
        Answer second = app.refresh(first.text("refresh"));

        assertThat(second.status()).as(second.toString()).isEqualTo(200);
        assertThat(second.text("user_id")).isEqualTo(first.text("user_id"));
        assertThat(second.text("refresh")).isNotEqualTo(first.text("refresh"));
        assertThat(second.text("access")).isNotEqualTo(first.text("access"));
        assertThat(app.refresh(second.text("refresh")).status()).isEqualTo(200);
    }

    @Test
    void makesNoHistoryOfAnOrdinaryRefresh() {
        Answer first = app.signIn(newPhone());
        app.refresh(first.text("refresh"));

        assertThat(sessionEvents(first)).containsExactly("session.opened");
    }

    @Test
    void forgivesALostAnswerWithTheSameSuccessor() {
        // T7
        String first = app.signIn(newPhone()).text("refresh");
        String second = app.refresh(first).text("refresh");
        app.clock().advance(Duration.ofSeconds(30));

        assertThat(other.refresh(first).text("refresh")).isEqualTo(second);
        assertThat(app.refresh(second).status()).isEqualTo(200);
    }

    @Test
    void endsTheSessionWhenTheParentComesLate() {
        // T6
        Answer signedIn = app.signIn(newPhone());
        String first = signedIn.text("refresh");
        String second = app.refresh(first).text("refresh");
        app.clock().advance(Duration.ofSeconds(31));

        assertRefused(app.refresh(first));
        assertRefused(app.refresh(second));
        assertThat(sessionEvents(signedIn))
                .containsExactly("session.opened", "session.refresh-token-reused", "session.ended");
    }

    @Test
    void endsTheSessionWhenTheParentComesAfterItsSuccessorWasUsed() {
        // T6, T7
        Answer signedIn = app.signIn(newPhone());
        String first = signedIn.text("refresh");
        String second = app.refresh(first).text("refresh");
        String third = app.refresh(second).text("refresh");

        assertRefused(app.refresh(first));
        assertRefused(app.refresh(third));
        assertThat(sessionEvents(signedIn))
                .containsExactly("session.opened", "session.refresh-token-reused", "session.ended");
    }

    @Test
    void recordsOneReuseHoweverOftenItIsTried() {
        Answer signedIn = app.signIn(newPhone());
        String first = signedIn.text("refresh");
        app.refresh(app.refresh(first).text("refresh"));
        for (int i = 0; i < 5; i++) {
            assertRefused(app.refresh(first));
        }

        assertThat(sessionEvents(signedIn))
                .containsExactly("session.opened", "session.refresh-token-reused", "session.ended");
    }

    @Test
    void givesAHundredRefreshesAtOnceTheSameSuccessor() {
        // T5
        Answer signedIn = app.signIn(newPhone());
        String token = signedIn.text("refresh");
        var calls = new ArrayList<Callable<Answer>>();
        for (int i = 0; i < 100; i++) {
            RunningCommandSide at = i % 2 == 0 ? app : other;
            calls.add(() -> whenServed(() -> at.refresh(token)));
        }
        var answers = together(calls);

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(answers.stream().map(answer -> answer.text("refresh")).distinct())
                .hasSize(1);
        assertThat(app.refresh(answers.getFirst().text("refresh")).status()).isEqualTo(200);
        assertThat(sessionEvents(signedIn)).containsExactly("session.opened");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "AAAA", "$$$$"})
    void refusesWhatIsNoToken(String token) {
        assertRefused(app.refresh(token));
    }

    @Test
    void refusesForgedTokensAndThinksNothingOfIt() {
        Answer signedIn = app.signIn(newPhone());
        String real = signedIn.text("refresh");
        app.refresh(app.refresh(real).text("refresh"));
        byte[] bytes = Base64.getUrlDecoder().decode(real);
        for (int position : new int[] {0, 3, 10, 20, 23, 30, 60, 71}) {
            byte[] forged = bytes.clone();
            forged[position] ^= 1;
            assertRefused(app.refresh(Base64.getUrlEncoder().withoutPadding().encodeToString(forged)));
        }

        assertThat(sessionEvents(signedIn)).containsExactly("session.opened");
    }

    @Test
    void takesNoOtherTokenForARefreshToken() {
        // T3
        Answer signedIn = app.signIn(newPhone());
        assertRefused(app.refresh(signedIn.text("access")));
        Answer logout =
                app.call("POST", "/api/users/logout/", null, "Authorization", "Bearer " + signedIn.text("refresh"));
        assertThat(logout.status()).isEqualTo(401);
    }

    @Test
    void keepsHashesOfTokensAlone() {
        // T4
        Answer signedIn = app.signIn(newPhone());
        Answer refreshed = app.refresh(signedIn.text("refresh"));
        String phone = newPhone();
        String cookie = app.putLogin(Map.of(
                        "phone", phone, "auth_code", app.askForCode(phone).text("auth_code")))
                .cookie("ringkey_session")
                .orElseThrow();
        String dump = app.dump();

        byte[] browser = Base64.getUrlDecoder().decode(cookie);
        assertThat(dump)
                .doesNotContain(cookie)
                .doesNotContain(HexFormat.of().formatHex(java.util.Arrays.copyOfRange(browser, 16, 48)));
        for (Answer answer : List.of(signedIn, refreshed)) {
            byte[] token = Base64.getUrlDecoder().decode(answer.text("refresh"));
            assertThat(token).hasSizeGreaterThanOrEqualTo(16);
            byte[] secret = java.util.Arrays.copyOfRange(token, 24, 56);
            assertThat(dump)
                    .doesNotContain(answer.text("refresh"))
                    .doesNotContain(HexFormat.of().formatHex(secret))
                    .doesNotContain(answer.text("access"));
        }
    }

    @Test
    void endsAfterItsLongestLife() {
        // T9
        String token = app.signIn(newPhone()).text("refresh");
        for (int week = 0; week < 4; week++) {
            app.clock().advance(Duration.ofDays(7));
            token = app.refresh(token).text("refresh");
        }
        app.clock().advance(Duration.ofDays(2));

        assertRefused(app.refresh(token));
    }

    @Test
    void endsWhenItIsNotUsed() {
        // T9
        String token = app.signIn(newPhone()).text("refresh");
        app.clock().advance(Duration.ofDays(14));

        assertRefused(app.refresh(token));
    }

    @Test
    void noticesANewClient() {
        Answer signedIn = app.signIn(newPhone());
        Answer refreshed = app.call(
                "POST",
                "/api/users/token/refresh/",
                Map.of("refresh", signedIn.text("refresh")),
                "User-Agent",
                "another client");
        assertThat(refreshed.status()).isEqualTo(200);
        assertThat(sessionEvents(signedIn)).containsExactly("session.opened", "session.seen-elsewhere");

        app.call(
                "POST",
                "/api/users/token/refresh/",
                Map.of("refresh", refreshed.text("refresh")),
                "User-Agent",
                "another client");
        assertThat(sessionEvents(signedIn)).containsExactly("session.opened", "session.seen-elsewhere");
    }

    @Test
    void endsAtLogout() {
        // T10
        Answer signedIn = app.signIn(newPhone());
        String bearer = "Bearer " + signedIn.text("access");
        Answer logout = app.call("POST", "/api/users/logout/", null, "Authorization", bearer);

        assertThat(logout.status()).as(logout.toString()).isEqualTo(204);
        assertThat(app.call("POST", "/api/users/logout/", null, "Authorization", bearer)
                        .status())
                .isEqualTo(401);
        assertRefused(app.refresh(signedIn.text("refresh")));
        assertThat(sessionEvents(signedIn)).containsExactly("session.opened", "session.ended");
        assertThat(logout.setCookies()).anyMatch(line -> line.startsWith("ringkey_session=;"));
    }

    @Test
    void asksForTheToken() {
        Answer answer = app.call("POST", "/api/users/token/refresh/", Map.of());

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("errors").has("refresh")).isTrue();
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
        assertThat(answer.text("code")).isEqualTo("token.invalid");
    }

    private static List<String> sessionEvents(Answer signedIn) {
        UUID session = app.jdbc()
                .sql("SELECT session_id FROM command_state.session WHERE account_id = ?")
                .param(UUID.fromString(signedIn.text("user_id")))
                .query(UUID.class)
                .single();
        return app.stream(session);
    }
}
