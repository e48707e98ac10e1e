package io.ringkey.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.ringkey.api.account.Role;
import io.ringkey.web.sample.FakeKeys;
import io.ringkey.web.sample.Sample;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokensTest {

    private static final AtomicInteger REFUSED = new AtomicInteger();

    private final Sample sample = Sample.running();
    private final SessionState session = sample.sessions.open(Role.USER);

    @Test
    void aGoodTokenOpensOnesOwn() {
        assertThat(status(sample.token(session, claims -> claims))).isEqualTo("200");
    }

    @Test // T1
    void noOtherAlgorithmIsAccepted() throws JOSEException {
        var claims = sample.claims(session).build();
        var publicKey = sample.signingKey().toPublicJWK();

        assertRefused(new PlainJWT(claims).serialize());

        for (var secret : List.of(
                publicKey.toJSONString().getBytes(StandardCharsets.UTF_8),
                publicKey.toECPublicKey().getEncoded())) {
            var confused = new SignedJWT(header(JWSAlgorithm.HS256).build(), claims);
            confused.sign(new MACSigner(secret));
            assertRefused(confused.serialize());
        }

        var rsa = new RSAKeyGenerator(2048).keyID("first").generate();
        var foreign = new SignedJWT(header(JWSAlgorithm.RS256).build(), claims);
        foreign.sign(new RSASSASigner(rsa));
        assertRefused(foreign.serialize());
    }

    @Test // T1
    void noKeyIsTakenFromTheTokenOrFromElsewhere() {
        var mine = FakeKeys.make("first");
        var claims = sample.claims(session).build();

        assertRefused(Sample.sign(header(JWSAlgorithm.ES256).build(), claims, mine));
        assertRefused(
                Sample.sign(header(JWSAlgorithm.ES256).jwk(mine.toPublicJWK()).build(), claims, mine));
        assertRefused(Sample.sign(
                header(JWSAlgorithm.ES256)
                        .jwkURL(URI.create("http://127.0.0.1:9/keys"))
                        .build(),
                claims,
                mine));
        assertRefused(Sample.sign(
                header(JWSAlgorithm.ES256)
                        .x509CertURL(URI.create("http://127.0.0.1:9/cert"))
                        .build(),
                claims,
                mine));
    }

    @Test // T1
    void headersThatAskForMoreAreRefusedEvenUnderOurKey() {
        var claims = sample.claims(session).build();

        assertRefused(ours(
                header(JWSAlgorithm.ES256)
                        .jwk(sample.signingKey().toPublicJWK())
                        .build(),
                claims));
        assertRefused(ours(
                header(JWSAlgorithm.ES256)
                        .criticalParams(Set.of("exp"))
                        .customParam("exp", 1)
                        .build(),
                claims));
        assertRefused(ours(
                header(JWSAlgorithm.ES256)
                        .base64URLEncodePayload(true)
                        .criticalParams(Set.of("b64"))
                        .build(),
                claims));
    }

    @ParameterizedTest // T1
    @ValueSource(strings = {"unknown", "", "../first", "first' or '1'='1", "First"})
    void onlyTheKeyThatIsNamedCounts(String kid) {
        assertRefused(ours(
                header(JWSAlgorithm.ES256).keyID(kid).build(),
                sample.claims(session).build()));
    }

    @Test // T1
    void aTokenMustNameItsKey() {
        assertRefused(ours(
                header(JWSAlgorithm.ES256).keyID(null).build(),
                sample.claims(session).build()));
    }

    @Test // T1
    void aChangedOrMissingSignatureIsRefused() {
        var token = sample.token(session, claims -> claims);
        int dot = token.lastIndexOf('.');

        assertRefused(token.substring(0, dot + 1));
        assertRefused(token.substring(0, dot));
        assertRefused(token.substring(0, dot + 1) + "A".repeat(86));
        assertRefused(
                token.substring(0, dot + 5) + (token.charAt(dot + 5) == 'A' ? 'B' : 'A') + token.substring(dot + 6));
        // The all-zero signature that broken verifiers take for any message (CVE-2022-21449).
        assertRefused(token.substring(0, dot + 1)
                + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]));
    }

    @ParameterizedTest // T1, T3
    @ValueSource(strings = {"x", "..", "a.b.c", "e30.e30.", "e30.e30.AA", "Bearer", "ringkey_refresh_0123456789abcdef"})
    void whatIsNoTokenIsRefused(String text) {
        assertRefused(text);
    }

    static Stream<Arguments> wrongClaims() {
        return Stream.of(
                claim("another issuer", claims -> claims.issuer("http://evil.example")),
                claim("issuer with a slash", claims -> claims.issuer(Sample.ISSUER + "/")),
                claim("no issuer", claims -> claims.issuer(null)),
                claim("another audience", claims -> claims.audience("another")),
                claim("no audience", claims -> claims.audience((String) null)),
                claim("expired", claims -> claims.expirationTime(at(0))),
                claim("no expiry", claims -> claims.expirationTime(null)),
                claim("not yet", claims -> claims.notBeforeTime(at(11))),
                claim("no beginning", claims -> claims.notBeforeTime(null)),
                claim("no subject", claims -> claims.subject(null)),
                claim("subject that is no id", claims -> claims.subject("me")),
                claim("another's subject", claims -> claims.subject(new UUID(9, 9).toString())),
                claim("no session", claims -> claims.claim("sid", null)),
                claim("session that is no id", claims -> claims.claim("sid", "1-1-1-1-1")),
                claim("session that is a number", claims -> claims.claim("sid", 7)),
                claim("unknown session", claims -> claims.claim("sid", new UUID(9, 9).toString())));
    }

    @ParameterizedTest(name = "{0}") // T2
    @MethodSource("wrongClaims")
    void everyClaimIsEnforced(String what, UnaryOperator<JWTClaimsSet.Builder> change) {
        assertRefused(sample.token(session, change));
    }

    @ParameterizedTest // T2, T3
    @ValueSource(strings = {"JWT", "jwt", "rt+jwt", "id_token", "application/at+jwt"})
    void anotherTypeOfTokenIsRefused(String type) {
        assertRefused(ours(
                header(JWSAlgorithm.ES256).type(new JOSEObjectType(type)).build(),
                sample.claims(session).build()));
    }

    @Test // T2
    void aTokenWithoutATypeIsRefused() {
        assertRefused(ours(
                header(JWSAlgorithm.ES256).type(null).build(),
                sample.claims(session).build()));
    }

    @Test
    void aTokenIsTakenFromTheHeaderAlone() { // T13
        var token = sample.token(session, claims -> claims);

        assertThat(sample.get("/api/users/me?access_token=" + token).problem()).isEqualTo("401 token.invalid");
        assertThat(sample.get("/api/users/me", "Authorization", "Basic " + token)
                        .problem())
                .isEqualTo("401 token.invalid");
        assertThat(sample.get("/api/users/me", "Authorization", token).problem())
                .isEqualTo("401 token.invalid");
        assertThat(sample.get("/api/users/me", "Authorization", "bearer " + token)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aBadTokenIsNoneWhereAnyoneMayCall() {
        assertThat(sample.get("/api/open", "Authorization", "Bearer nonsense").body())
                .isEqualTo("{\"who\":\"nobody\"}");
        assertThat(sample.get("/api/open", "Authorization", sample.bearer(session))
                        .body())
                .isEqualTo("{\"who\":\"" + session.account() + "\"}");
    }

    @AfterAll
    static void figure() {
        System.out.printf("T1, T2, T3: %d tokens that are not ours as they should be, 0 accepted%n", REFUSED.get());
    }

    private void assertRefused(String token) {
        assertThat(status(token)).isEqualTo("401 token.invalid");
        REFUSED.incrementAndGet();
    }

    private String status(String token) {
        var answer = sample.get("/api/users/" + session.account(), "Authorization", "Bearer " + token);
        return answer.status() == 200 ? "200" : answer.problem();
    }

    private String ours(JWSHeader header, JWTClaimsSet claims) {
        return Sample.sign(header, claims, sample.signingKey());
    }

    private static JWSHeader.Builder header(JWSAlgorithm algorithm) {
        return new JWSHeader.Builder(algorithm)
                .type(new JOSEObjectType("at+jwt"))
                .keyID("first");
    }

    private static Arguments claim(String what, UnaryOperator<JWTClaimsSet.Builder> change) {
        return arguments(what, change);
    }

    private static Date at(int seconds) {
        return Date.from(Sample.running().clock.instant().plusSeconds(seconds));
    }
}
