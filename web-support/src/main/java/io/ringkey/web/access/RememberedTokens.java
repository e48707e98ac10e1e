package io.ringkey.web.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Checks a token's signature once. Everything that may change is asked again at every call: whether its key still counts,
 * its times, and, by whoever calls, its session. Safe for concurrent use.
 */
final class RememberedTokens implements JwtDecoder {

    /** About two kilobytes each. */
    private static final int MOST = 5_000;

    private static final Duration FOR = Duration.ofMinutes(15);

    private final NimbusJwtDecoder decoder;
    private final OAuth2TokenValidator<Jwt> claims;
    private final KnownKeys keys;
    private final Cache<String, Jwt> signed =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(FOR).build();

    /** @param decoder checks signatures, and these claims */
    RememberedTokens(NimbusJwtDecoder decoder, OAuth2TokenValidator<Jwt> claims, KnownKeys keys) {
        this.decoder = decoder;
        this.claims = claims;
        this.keys = keys;
    }

    @Override
    public Jwt decode(String token) {
        return known(token).orElseGet(() -> check(token));
    }

    /** What this says, if it has been checked before and still counts; whether others are good, {@link #decode} says. */
    Optional<Jwt> known(String token) {
        return Optional.ofNullable(signed.getIfPresent(token)).filter(this::counts);
    }

    private Jwt check(String token) {
        Jwt checked = decoder.decode(token);
        signed.put(token, checked);
        return checked;
    }

    private boolean counts(Jwt token) {
        return token.getHeaders().get("kid") instanceof String key
                && keys.counts(key)
                && !claims.validate(token).hasErrors();
    }
}
