package io.ringkey.command.session;

import com.nimbusds.jwt.JWTClaimsSet;
import io.ringkey.api.Ids;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.session.SessionId;
import io.ringkey.command.keys.KeyRing;
import io.ringkey.command.keys.SigningKey;
import io.ringkey.web.access.AccessTokens;
import io.ringkey.web.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes access tokens: signed statements of who somebody is, which any service can check by itself. Thread-safe. */
@Component
public final class AccessTokenIssuer {

    private final KeyRing keys;
    private final SessionLife life;
    private final Ids ids;
    private final InstantSource clock;
    private final String issuer;
    private volatile @Nullable TokenSigning signing;

    AccessTokenIssuer(KeyRing keys, SessionLife life, Ids ids, Clock clock, Settings settings) {
        this.keys = keys;
        this.life = life;
        this.ids = ids;
        this.clock = clock;
        this.issuer = settings.publicUrl().toString();
    }

    /** How long a token lives. */
    public Duration lifetime() {
        return life.accessToken();
    }

    /**
     * A new token for a session. Whether the session still lives is asked anew at every call.
     *
     * @param confirmed whether whoever signed in is known to be the person still; others may do little
     */
    public String issue(AccountId account, SessionId session, boolean confirmed) {
        Instant now = clock.instant();
        var claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(confirmed ? AccessTokens.AUDIENCE : AccessTokens.UNCONFIRMED)
                .subject(account.toString())
                .claim("sid", session.toString())
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plus(life.accessToken())))
                .jwtID(ids.next().toString())
                .build();
        return signing().sign(claims);
    }

    private TokenSigning signing() {
        SigningKey key = keys.signing();
        TokenSigning known = signing;
        if (known == null || !known.isWith(key)) {
            known = TokenSigning.with(key);
            signing = known;
        }
        return known;
    }
}
