package io.ringkey.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.api.account.Role;
import io.ringkey.api.session.SessionId;
import io.ringkey.web.sample.FakeUses;
import io.ringkey.web.sample.Sample;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class BrowserSessionsTest {

    private final Sample sample = Sample.running();
    private final SessionState session = sample.sessions.open(Role.USER);
    private final BrowserSession browser = sample.sessions.browser(session);
    private final String cookie = "ringkey_session=" + browser.cookieValue();

    @Test
    void aCookieCountsWithItsCsrfValue() {
        assertThat(sample.get("/api/users/me", "Cookie", cookie, "X-CSRF-Token", browser.csrfToken())
                        .status())
                .isEqualTo(200);
        assertThat(sample.put("/api/users/me", "{}", "Cookie", cookie, "X-CSRF-Token", browser.csrfToken())
                        .status())
                .isEqualTo(200);
    }

    @Test // T9
    void itsUseIsToldOnceItIsAMinuteSinceTheLast() {
        var told = sample.context.getBean(FakeUses.class).told;

        lastUsed(Duration.ofSeconds(59));
        sample.get("/api/users/me", "Cookie", cookie, "X-CSRF-Token", browser.csrfToken());
        assertThat(told).doesNotContain(session.session());

        lastUsed(Duration.ofSeconds(60));
        sample.get("/api/users/me", "Cookie", cookie);
        sample.get("/api/users/me", "Authorization", sample.bearer(session));
        assertThat(told).doesNotContain(session.session());
        sample.get("/api/users/me", "Cookie", cookie, "X-CSRF-Token", browser.csrfToken());
        assertThat(told).containsOnlyOnce(session.session());
    }

    private void lastUsed(Duration ago) {
        sample.sessions.change(
                session.session(),
                was -> new SessionState(
                        was.session(),
                        was.account(),
                        was.role(),
                        was.blocked(),
                        was.ended(),
                        was.expiresAt(),
                        was.signedInAt(),
                        sample.clock.instant().minus(ago),
                        was.browserHash(),
                        true));
    }

    @Test
    void aCookieAloneDoesNotCountUnderApi() {
        assertThat(sample.put("/api/users/me", "{}", "Cookie", cookie).problem())
                .isEqualTo("403 csrf.missing");
        assertThat(sample.get("/api/users/me", "Cookie", cookie).problem()).isEqualTo("403 csrf.missing");
        assertThat(sample.get("/%61pi/users/me", "Cookie", cookie).problem()).isEqualTo("403 csrf.missing");
        assertThat(sample.get("/api/users/me", "Cookie", cookie, "X-CSRF-Token", "x")
                        .problem())
                .isEqualTo("403 csrf.missing");
        assertThat(sample.get("/api/open", "Cookie", cookie).body()).isEqualTo("{\"who\":\"nobody\"}");
    }

    @Test
    void withAnAuthorizationHeaderCookiesAreIgnored() {
        var other = sample.sessions.open(Role.USER);

        assertThat(sample.put("/api/users/me", "{}", "Cookie", cookie, "Authorization", sample.bearer(other))
                        .body())
                .contains(other.account().toString());
        assertThat(sample.get(
                                "/api/users/me",
                                "Cookie",
                                cookie,
                                "X-CSRF-Token",
                                browser.csrfToken(),
                                "Authorization",
                                "Bearer nonsense")
                        .problem())
                .isEqualTo("401 token.invalid");
    }

    @Test
    void aCookieWithAnotherSecretIsRefused() {
        var forged = BrowserSession.of(session.session(), new byte[BrowserSession.SECRET_BYTES]);

        assertThat(sample.get(
                                "/api/users/me",
                                "Cookie",
                                "ringkey_session=" + forged.cookieValue(),
                                "X-CSRF-Token",
                                forged.csrfToken())
                        .problem())
                .isEqualTo("401 token.invalid");
    }

    @Test
    void aSessionThatNoBrowserWasGivenHasNoCookie() {
        var bare = sample.sessions.open(Role.USER);
        var forged = BrowserSession.of(bare.session(), new byte[BrowserSession.SECRET_BYTES]);

        assertThat(sample.get(
                                "/api/users/me",
                                "Cookie",
                                "ringkey_session=" + forged.cookieValue(),
                                "X-CSRF-Token",
                                forged.csrfToken())
                        .problem())
                .isEqualTo("401 token.invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "!!!!", "AAAA"})
    void aCookieThatIsNoneOfOursIsNoCookie(String value) {
        assertThat(sample.get("/api/users/me", "Cookie", "ringkey_session=" + value)
                        .problem())
                .isEqualTo("401 token.invalid");
        assertThat(BrowserSession.parse("!".repeat(64))).isEmpty();
    }

    @Test
    void theValueHoldsTheSessionAndIsReadBack() {
        var id = new SessionId(UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057"));
        var made = BrowserSession.of(id, new byte[BrowserSession.SECRET_BYTES]);
        var read = BrowserSession.parse(made.cookieValue()).orElseThrow();

        assertThat(made.cookieValue()).hasSize(64).matches("[A-Za-z0-9_-]+");
        assertThat(read.session()).isEqualTo(id);
        assertThat(read.hash()).hasSize(32).isEqualTo(made.hash());
        assertThat(read.csrfToken()).hasSize(43).isEqualTo(made.csrfToken());
        assertThat(made).hasToString("(browser session)");
        assertThatThrownBy(() -> BrowserSession.of(id, new byte[16])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void cookiesAreSetAndCleared() {
        var response = new MockHttpServletResponse();
        var cookies = new BrowserCookies(URI.create("https://ringkey.example"));

        cookies.give(response, browser, Duration.ofHours(1));
        assertThat(response.getHeaders("Set-Cookie"))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith(cookie + ";")
                                .contains("Max-Age=3600", "Path=/", "Secure", "HttpOnly", "SameSite=Lax"),
                        second -> assertThat(second)
                                .startsWith("ringkey_csrf=" + browser.csrfToken())
                                .contains("Max-Age=3600", "Path=/", "Secure", "SameSite=Lax")
                                .doesNotContain("HttpOnly"));

        var cleared = new MockHttpServletResponse();
        new BrowserCookies(URI.create("http://127.0.0.1:8000")).clear(cleared);
        assertThat(cleared.getHeaders("Set-Cookie"))
                .hasSize(2)
                .allSatisfy(header -> assertThat(header).contains("Max-Age=0").doesNotContain("Secure"));
    }

    @Test
    void cookiesCountOnPagesForReadingAlone() {
        assertThat(identity("GET", "/admin").required().account()).isEqualTo(session.account());
        assertThat(identity("GET", "/admin/people").required().account()).isEqualTo(session.account());
        assertThat(identity("POST", "/admin/people")).isInstanceOf(Identity.Refused.class);
        assertThat(identity("GET", "/administration")).isInstanceOf(Identity.Refused.class);
    }

    private Identity identity(String method, String path) {
        var request = new MockHttpServletRequest(method, path);
        request.setCookies(new jakarta.servlet.http.Cookie("ringkey_session", browser.cookieValue()));
        return sample.context.getBean(Credentials.class).of(request);
    }
}
