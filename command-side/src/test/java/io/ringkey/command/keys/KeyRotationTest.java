package io.ringkey.command.keys;

import static io.ringkey.command.testing.RunningCommandSide.newPhone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.ringkey.command.dispatch.Commands;
import io.ringkey.command.keys.MakeNewKeys.Made;
import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.RunningCommandSide;
import java.nio.ByteBuffer;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Order(1)
class KeyRotationTest {

    private static final Set<KeyPurpose> ALL =
            EnumSet.complementOf(EnumSet.of(KeyPurpose.PHONE_HASH, KeyPurpose.LIMIT, KeyPurpose.TOMBSTONE));

    private RunningCommandSide app;
    private RunningCommandSide other;

    @BeforeEach
    void start() {
        app = RunningCommandSide.start(Map.of("LIMITS", "off"));
        other = app.another();
    }

    @AfterEach
    void stop() {
        other.close();
        app.close();
    }

    // T12
    @Test
    void tokensAreSignedWithTheNewKeyFromItsTimeOnAndTheOldOneVanishesWithTheLastOfItsTokens() throws Exception {
        Answer before = app.signIn(newPhone());
        assertThat(published()).containsExactly("token-signing-1");
        Made made = rotate(ALL, KeyRotation.USUAL_NOTICE);

        app.clock().advance(KeyRotation.USUAL_NOTICE.minusSeconds(1));
        Answer last = other.signIn(newPhone());
        assertThat(signer(last)).isEqualTo("token-signing-1");
        assertThat(published())
                .as("other services know the new key before it is used")
                .containsExactlyInAnyOrder("token-signing-1", "token-signing-2");

        app.clock().advance(Duration.ofSeconds(1));
        assertThat(app.clock().instant()).isEqualTo(made.usedFrom());
        for (RunningCommandSide process : List.of(app, other)) {
            assertThat(signer(process.signIn(newPhone()))).isEqualTo("token-signing-2");
        }
        app.clock().advance(Duration.ofSeconds(898));
        assertThat(use(app, last)).isEqualTo(200);
        assertThat(use(app, before)).as("its own time is over").isEqualTo(401);

        app.clock().advance(Duration.ofMinutes(2));
        assertThat(app.clock().instant()).isAfter(made.olderUntil().get(KeyPurpose.TOKEN_SIGNING));
        assertThat(published()).containsExactly("token-signing-2");
        assertThat(use(other, last)).isEqualTo(401);
        assertThat(use(other, app.refresh(last.text("refresh")))).isEqualTo(200);
    }

    // T12
    @Test
    void whateverIsUnderWayGoesOn() {
        String phone = newPhone();
        Answer asked = app.askForCode(phone);
        Answer signedIn = app.signIn(newPhone());
        String first = signedIn.text("refresh");
        String second = app.refresh(first).text("refresh");
        rotate(ALL, Duration.ofSeconds(5));
        app.clock().advance(Duration.ofSeconds(6));

        assertThat(other.refresh(first).text("refresh")).as("a lost answer, T7").isEqualTo(second);
        String third = other.refresh(second).text("refresh");
        assertThat(List.of(keyOf(first), keyOf(second), keyOf(third))).containsExactly(1, 1, 2);
        assertThat(app.refresh(second).text("refresh")).as("again, T7").isEqualTo(third);
        assertThat(events(signedIn)).as("nobody is somewhere else").containsExactly("session.opened");

        Answer authorized = other.putLogin(
                Map.of("auth_code", asked.text("auth_code")),
                "Cookie",
                "ringkey_challenge=" + asked.cookie("ringkey_challenge").orElseThrow());
        assertThat(authorized.status()).as(authorized.toString()).isEqualTo(200);
    }

    // T12
    @Test
    void underLoadNothingFails() {
        List<String> sessions = new ArrayList<>();
        for (int person = 0; person < 4; person++) {
            sessions.add(app.signIn(newPhone()).text("refresh"));
        }
        int calls = 0;
        for (int second = 0; second < 16; second++) {
            if (second == 2 || second == 8) {
                rotate(ALL, Duration.ofSeconds(5));
            }
            app.clock().advance(Duration.ofSeconds(1));
            List<Callable<List<Answer>>> load = IntStream.range(0, sessions.size())
                    .<Callable<List<Answer>>>mapToObj(person -> () -> once(sessions, person))
                    .toList();
            for (List<Answer> answers : RunningCommandSide.together(load)) {
                assertThat(answers).extracting(Answer::status).containsOnly(200);
                calls += answers.size();
            }
        }
        System.out.printf("T12: 2 rotations, %d calls at two processes, 0 errors%n", calls);
        assertThat(signer(app.refresh(sessions.getFirst()))).isEqualTo("token-signing-3");
    }

    private List<Answer> once(List<String> sessions, int person) {
        String token = sessions.get(person);
        Answer refreshed = app.refresh(token);
        Answer again = other.refresh(token);
        assertThat(again.text("refresh")).isEqualTo(refreshed.text("refresh"));
        sessions.set(person, refreshed.text("refresh"));
        String phone = newPhone();
        Answer asked = other.askForCode(phone);
        Answer signedIn = app.postToken(phone, asked.text("auth_code"));
        Answer used = other.call("PATCH", "/api/users/me/", Map.of(), "Authorization", bearer(signedIn));
        Answer usedToo = app.call("PATCH", "/api/users/me/", Map.of(), "Authorization", bearer(again));
        return List.of(refreshed, again, asked, signedIn, used, usedToo);
    }

    @Test
    void twoAtOnceLeaveOneKeyInUse() {
        RunningCommandSide.together(8, () -> rotate(Set.of(KeyPurpose.COOKIE), Duration.ofSeconds(5)));

        assertThat(app.jdbc()
                        .sql("SELECT key_id FROM command_state.key WHERE purpose = 'cookie' AND retired_at IS NULL")
                        .query(Integer.class)
                        .list())
                .containsExactly(9);
    }

    @Test
    void touchesNoPurposeThatIsNotNamed() {
        rotate(Set.of(KeyPurpose.CODE), Duration.ofSeconds(5));

        assertThat(app.jdbc()
                        .sql("SELECT purpose || '-' || key_id FROM command_state.key WHERE key_id > 1"
                                + " UNION ALL SELECT purpose FROM command_state.key WHERE retired_at IS NOT NULL")
                        .query(String.class)
                        .list())
                .containsExactly("code-2", "code");
    }

    @Test
    void neverReplacesTheKeyThatNumbersAreFoundBy() {
        assertThatThrownBy(() -> new MakeNewKeys(Set.of(KeyPurpose.PHONE_HASH), Duration.ofMinutes(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MakeNewKeys(ALL, Duration.ofSeconds(4)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Made rotate(Set<KeyPurpose> purposes, Duration notice) {
        return app.bean(Commands.class)
                .send(new MakeNewKeys(purposes, notice), Made.class)
                .outcome();
    }

    private List<String> published() throws ParseException {
        return JWKSet.parse(app.get("/.well-known/jwks.json").response().body()).getKeys().stream()
                .map(JWK::getKeyID)
                .toList();
    }

    private static String signer(Answer tokens) {
        try {
            return SignedJWT.parse(tokens.text("access")).getHeader().getKeyID();
        } catch (ParseException notOurs) {
            throw new AssertionError(notOurs);
        }
    }

    private static int keyOf(String refreshToken) {
        return ByteBuffer.wrap(Base64.getUrlDecoder().decode(refreshToken)).getInt();
    }

    private static int use(RunningCommandSide process, Answer tokens) {
        return process.call("PATCH", "/api/users/me/", Map.of(), "Authorization", bearer(tokens))
                .status();
    }

    private static String bearer(Answer tokens) {
        return "Bearer " + tokens.text("access");
    }

    private List<String> events(Answer tokens) {
        UUID session = app.jdbc()
                .sql("SELECT session_id FROM command_state.session WHERE account_id = ?")
                .param(UUID.fromString(tokens.text("user_id")))
                .query(UUID.class)
                .single();
        return app.stream(session);
    }
}
