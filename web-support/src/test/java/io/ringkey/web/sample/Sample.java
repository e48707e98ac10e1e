package io.ringkey.web.sample;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.ringkey.api.account.Role;
import io.ringkey.eventstore.LoggingInTurns;
import io.ringkey.web.access.SessionState;
import io.ringkey.web.settings.Settings;
import io.ringkey.web.start.RingkeyApplication;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/** The sample application, running: started once, shared by all tests, each with people of its own. */
public final class Sample implements AutoCloseable {

    public static final String ISSUER = "http://127.0.0.1:8000";

    private static final class Started {
        static final Sample SAMPLE = new Sample(Map.of(
                "RINGKEY_PORT", "0",
                "RINGKEY_MANAGEMENT_PORT", "0",
                "RINGKEY_LANGUAGE", "en",
                "RINGKEY_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8, 2001:db8:ff::/48",
                "RINGKEY_CORS_ORIGINS", "https://app.example.org"));
    }

    public final FakeSessions sessions;
    public final FakeKeys keys;
    public final SettableClock clock;
    public final FakeDependency dependency;
    public final ConfigurableApplicationContext context;
    private final ECKey signingKey;
    private final HttpClient http = HttpClient.newHttpClient();

    private Sample(Map<String, String> environment) {
        System.setProperty("logging.config", "classpath:sample-logback.xml");
        context =
                RingkeyApplication.run(SampleApplication.class, Settings.of(environment), "sample", LoggingInTurns::of);
        sessions = context.getBean(FakeSessions.class);
        keys = context.getBean(FakeKeys.class);
        clock = (SettableClock) context.getBean(Clock.class);
        dependency = context.getBean(FakeDependency.class);
        signingKey = keys.add("first");
    }

    public static Sample running() {
        return Started.SAMPLE;
    }

    /** Another one, reached by another address. */
    public static Sample reachedBy(String publicUrl) {
        return new Sample(Map.of("RINGKEY_PORT", "0", "RINGKEY_MANAGEMENT_PORT", "0", "RINGKEY_PUBLIC_URL", publicUrl));
    }

    @Override
    public void close() {
        context.close();
        http.close();
    }

    public int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    public int managementPort() {
        return context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
    }

    public Answer get(String path, String... headers) {
        return call("GET", path, null, headers);
    }

    public Answer post(String path, String json, String... headers) {
        return call("POST", path, json, headers);
    }

    public Answer put(String path, String json, String... headers) {
        return call("PUT", path, json, headers);
    }

    /** Sends a body as JSON unless the headers say otherwise. */
    public Answer call(String method, String path, @Nullable String body, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.setHeader("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request.build());
    }

    public Answer send(HttpRequest request) {
        try {
            return new Answer(http.send(request, BodyHandlers.ofString()));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    /** Says something to the server that no client library would, and listens until it hangs up. */
    public String sendRaw(String bytes) {
        try (var socket = new Socket("127.0.0.1", port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    public String bearer(Role role) {
        return bearer(sessions.open(role));
    }

    /** The header of someone with a good token. */
    public String bearer(SessionState state) {
        return "Bearer " + token(state, claims -> claims);
    }

    public String token(SessionState state, UnaryOperator<JWTClaimsSet.Builder> change) {
        return sign(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType("at+jwt"))
                        .keyID("first")
                        .build(),
                change.apply(claims(state)).build(),
                signingKey);
    }

    public ECKey signingKey() {
        return signingKey;
    }

    public JWTClaimsSet.Builder claims(SessionState state) {
        var now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience("ringkey")
                .subject(state.account().toString())
                .claim("sid", state.session().toString())
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(900)));
    }

    public static String sign(JWSHeader header, JWTClaimsSet claims, ECKey key) {
        try {
            var token = new SignedJWT(header, claims);
            token.sign(new ECDSASigner(key));
            return token.serialize();
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
