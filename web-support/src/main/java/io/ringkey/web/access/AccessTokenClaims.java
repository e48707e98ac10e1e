package io.ringkey.web.access;

import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;

/** Each of these claims must be there, and be right. */
final class AccessTokenClaims implements OAuth2TokenValidator<Jwt> {

    /** How far another process's clock may be ahead; an expired token gets no such grace. */
    private static final Duration AHEAD = Duration.ofSeconds(10);

    private static final OAuth2TokenValidatorResult REFUSED = OAuth2TokenValidatorResult.failure(
            new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, "not an access token of this service", null));

    private final String issuer;
    private final Clock clock;

    AccessTokenClaims(String issuer, Clock clock) {
        this.issuer = issuer;
        this.clock = clock;
    }

    @Override
    public OAuth2TokenValidatorResult validate(Jwt token) {
        var now = clock.instant();
        var expires = token.getExpiresAt();
        var begins = token.getNotBefore();
        var audience = token.getAudience();
        boolean right = issuer.equals(token.getClaimAsString("iss"))
                && audience != null
                && (audience.contains(AccessTokens.AUDIENCE) || audience.contains(AccessTokens.UNCONFIRMED))
                && expires != null
                && now.isBefore(expires)
                && begins != null
                && !begins.isAfter(now.plus(AHEAD))
                && isId(token.getClaimAsString("sub"))
                && isId(token.getClaimAsString(AccessTokens.SESSION_CLAIM));
        return right ? OAuth2TokenValidatorResult.success() : REFUSED;
    }

    private static boolean isId(@Nullable String text) {
        try {
            return text != null && UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException notAnId) {
            return false;
        }
    }
}
