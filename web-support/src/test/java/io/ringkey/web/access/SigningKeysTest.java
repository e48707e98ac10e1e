package io.ringkey.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import io.ringkey.web.sample.FakeKeys;
import io.ringkey.web.sample.Sample;
import io.ringkey.web.sample.SettableClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

class SigningKeysTest {

    private final SettableClock clock = new SettableClock(Instant.parse("2026-06-01T12:00:00Z"));
    private final FakeKeys keys = new FakeKeys();
    private final JwtDecoder tokens =
            AccessTokens.decoder(new KnownKeys(keys, clock), URI.create(Sample.ISSUER), clock);

    @Test
    void areReadOnceForManyTokens() {
        var key = keys.add("a");

        IntStream.range(0, 50).forEach(n -> assertThat(accepts(key)).isTrue());

        assertThat(keys.reads).hasValue(1);
    }

    @Test // T12
    void aNewOneCountsAfterASecondAtMost() {
        assertThat(accepts(keys.add("a"))).isTrue();
        var second = keys.add("b");

        clock.forward(Duration.ofMillis(1001));

        assertThat(accepts(second)).isTrue();
    }

    @Test // T1
    void unknownIdsDoNotReadThemMoreThanOnceASecond() {
        assertThat(accepts(keys.add("a"))).isTrue();

        IntStream.range(0, 100)
                .forEach(
                        n -> assertThat(accepts(FakeKeys.make("stranger-" + n))).isFalse());
        assertThat(keys.reads).hasValue(1);

        clock.forward(Duration.ofMillis(1001));
        IntStream.range(0, 100)
                .forEach(
                        n -> assertThat(accepts(FakeKeys.make("stranger-" + n))).isFalse());
        assertThat(keys.reads).hasValue(2);
    }

    @Test // T12
    void aRetiredOneStopsCountingAtItsTime() {
        var key = keys.add("a", clock.instant().plusSeconds(60));

        assertThat(accepts(key)).isTrue();
        clock.forward(Duration.ofSeconds(60));
        assertThat(accepts(key)).isFalse();
    }

    @Test // T12
    void aTokenThatWasCheckedBeforeStopsCountingWithItsKey() {
        var token = token(keys.add("a", clock.instant().plusSeconds(60)));

        assertThat(accepts(token)).isTrue();
        clock.forward(Duration.ofSeconds(59));
        assertThat(accepts(token)).isTrue();
        clock.forward(Duration.ofSeconds(1));
        assertThat(accepts(token)).isFalse();
    }

    @Test // T2
    void aTokenThatWasCheckedBeforeExpires() {
        var token = token(keys.add("a"));

        assertThat(accepts(token)).isTrue();
        clock.forward(Duration.ofSeconds(899));
        assertThat(accepts(token)).isTrue();
        clock.forward(Duration.ofSeconds(1));
        assertThat(accepts(token)).isFalse();
    }

    @Test // R7
    void knownOnesCountWhileTheyCannotBeRead() {
        var failing = new PublicKeys() {
            private boolean away;
            private int attempts;

            @Override
            public List<PublicKey> all() {
                if (away) {
                    attempts++;
                    throw new DataAccessResourceFailureException("away");
                }
                return keys.all();
            }
        };
        var decoder = AccessTokens.decoder(new KnownKeys(failing, clock), URI.create(Sample.ISSUER), clock);
        var key = keys.add("a");
        decoder.decode(token(key));

        failing.away = true;
        clock.forward(Duration.ofSeconds(30));

        assertThat(decoder.decode(token(key)).getSubject()).isNotEmpty();
        for (int n = 0; n < 20; n++) {
            assertThatThrownBy(() -> decoder.decode(token(FakeKeys.make("stranger"))))
                    .hasRootCauseInstanceOf(DataAccessResourceFailureException.class);
        }
        assertThat(failing.attempts).isEqualTo(1);
    }

    private boolean accepts(ECKey key) {
        return accepts(token(key));
    }

    private boolean accepts(String token) {
        try {
            tokens.decode(token);
            return true;
        } catch (JwtException refused) {
            return false;
        }
    }

    private String token(ECKey key) {
        var now = clock.instant();
        return Sample.sign(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType("at+jwt"))
                        .keyID(key.getKeyID())
                        .build(),
                new JWTClaimsSet.Builder()
                        .issuer(Sample.ISSUER)
                        .audience("ringkey")
                        .subject(new UUID(1, 1).toString())
                        .claim("sid", new UUID(1, 2).toString())
                        .notBeforeTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(900)))
                        .build(),
                key);
    }
}
