package io.ringkey.web.access;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.session.SessionId;
import io.ringkey.web.access.Identity.Known;
import io.ringkey.web.access.Identity.Nobody;
import io.ringkey.web.access.Identity.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;

/**
 * Finds out who calls: by a bearer token or, where there is none, by a browser's cookie; and then what their session may
 * do at this moment.
 */
final class Credentials {

    private static final Set<String> SAFE = Set.of("GET", "HEAD");
    private static final String SCHEME = "Bearer ";
    private static final String HOME = "/";
    private static final String PAGES = "/admin";

    private final BearerTokenResolver bearer;
    private final RememberedTokens tokens;
    private final SessionStates sessions;
    private final SessionUses uses;
    private final BrowserCookies cookies;
    private final Clock clock;

    Credentials(
            BearerTokenResolver bearer,
            RememberedTokens tokens,
            SessionStates sessions,
            SessionUses uses,
            BrowserCookies cookies,
            Clock clock) {
        this.bearer = bearer;
        this.tokens = tokens;
        this.sessions = sessions;
        this.uses = uses;
        this.cookies = cookies;
        this.clock = clock;
    }

    Identity of(HttpServletRequest request) {
        try {
            return request.getHeader(HttpHeaders.AUTHORIZATION) == null ? byCookie(request) : byToken(request);
        } catch (Failure | DataAccessException why) {
            return new Refused(why);
        }
    }

    private Identity byToken(HttpServletRequest request) {
        var token = decode(request);
        var state = liveSession(SessionId.parse(claim(token, AccessTokens.SESSION_CLAIM)));
        if (!state.account().equals(AccountId.parse(claim(token, JwtClaimNames.SUB)))) {
            throw invalid();
        }
        return known(state);
    }

    private Jwt decode(HttpServletRequest request) {
        try {
            return known(request).orElseGet(() -> tokens.decode(wellFormed(request)));
        } catch (OAuth2AuthenticationException bad) {
            throw invalid();
        } catch (JwtException refused) {
            throw outageIn(refused);
        }
    }

    /** What has been checked once has the form of a token: it need not be looked through letter by letter again. */
    private Optional<Jwt> known(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader(HttpHeaders.AUTHORIZATION))
                .filter(header -> header.startsWith(SCHEME))
                .flatMap(header -> tokens.known(header.substring(SCHEME.length())));
    }

    private String wellFormed(HttpServletRequest request) {
        String token = bearer.resolve(request);
        if (token == null) {
            throw invalid();
        }
        return token;
    }

    private static String claim(Jwt token, String name) {
        return Objects.requireNonNull(token.getClaimAsString(name), name);
    }

    /**
     * Keys that cannot be read now come wrapped, also as a bad token's exception; anything else that goes wrong with a
     * token is the token's fault.
     */
    private static RuntimeException outageIn(JwtException refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataAccessException away) {
                return away;
            }
        }
        return invalid();
    }

    private Identity byCookie(HttpServletRequest request) {
        var browser = cookies.read(request).orElse(null);
        if (browser == null) {
            return new Nobody();
        }
        if (!isPage(request) && !sameText(browser.csrfToken(), request.getHeader(BrowserCookies.CSRF_HEADER))) {
            throw Failure.of(FailureCode.CSRF_MISSING);
        }
        var state = liveSession(browser.session());
        if (state.browserHash() == null || !MessageDigest.isEqual(state.browserHash(), browser.hash())) {
            throw invalid();
        }
        Identity identity = known(state);
        if (!clock.instant().isBefore(state.lastUsedAt().plus(SessionUses.AT_MOST_EVERY))) {
            uses.used(state.session());
        }
        return identity;
    }

    /** A page is shown to whoever follows a link to it; everything else must come from a page of ours. */
    private static boolean isPage(HttpServletRequest request) {
        var path = request.getRequestURI();
        return SAFE.contains(request.getMethod())
                && (path.equals(HOME) || path.equals(PAGES) || path.startsWith(PAGES + "/"));
    }

    private SessionState liveSession(SessionId session) {
        return sessions.find(session)
                .filter(state -> state.isLiveAt(clock.instant()))
                .orElseThrow(Credentials::invalid);
    }

    private static Identity known(SessionState state) {
        if (state.blocked()) {
            throw Failure.of(FailureCode.PERSON_BLOCKED);
        }
        return new Known(
                new Caller(state.account(), state.session(), state.role(), state.signedInAt(), state.confirmed()));
    }

    private static Failure invalid() {
        return Failure.of(FailureCode.TOKEN_INVALID);
    }

    private static boolean sameText(String expected, @Nullable String given) {
        return given != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
