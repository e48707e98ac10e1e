package io.ringkey.command.session;

import static io.ringkey.command.testing.RunningCommandSide.newPhone;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.ringkey.command.testing.Answer;
import io.ringkey.command.testing.RunningCommandSide;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Other services check our tokens with what we publish. */
class OtherServicesTest {

    private static RunningCommandSide app;

    @BeforeAll
    static void start() {
        app = RunningCommandSide.start(Map.of("PUBLIC_URL", "http://localhost:8000"));
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void verifyAccessTokensWithThePublishedKeys() throws Exception {
        Answer signedIn = app.signIn(newPhone());
        Answer published = app.get("/.well-known/jwks.json");
        var token = SignedJWT.parse(signedIn.text("access"));
        var key = JWKSet.parse(published.response().body())
                .getKeyByKeyId(token.getHeader().getKeyID());

        assertThat(key.isPrivate()).isFalse();
        assertThat(token.verify(new ECDSAVerifier(key.toECKey()))).isTrue();
        assertThat(token.getHeader().getType().getType()).isEqualTo("at+jwt");
        var claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("http://localhost:8000");
        assertThat(claims.getAudience()).containsExactly("ringkey");
        assertThat(claims.getSubject()).isEqualTo(signedIn.text("user_id"));
        assertThat(claims.getJWTID()).isNotBlank();
        assertThat(claims.getStringClaim("sid")).isNotBlank();
        assertThat(claims.getExpirationTime())
                .isEqualTo(Date.from(app.clock().instant().plusSeconds(900)));
    }

    @Test
    void findTheKeysByTheIssuer() {
        Answer metadata = app.get("/.well-known/oauth-authorization-server");

        assertThat(metadata.status()).isEqualTo(200);
        assertThat(metadata.text("issuer")).isEqualTo("http://localhost:8000");
        assertThat(metadata.text("jwks_uri")).isEqualTo("http://localhost:8000/.well-known/jwks.json");
    }

    @Test
    void getNoPrivateKey() {
        assertThat(app.get("/.well-known/jwks.json").response().body()).doesNotContain("\"d\"");
    }
}
