package io.ringkey.command.delivery;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/**
 * Posts messages to a gateway of the operator's own. Each post is signed: the header
 * {@code Ringkey-Signature: t=<seconds>,v1=<hex>} holds HMAC-SHA-256 of the time, a full stop and the body.
 */
final class Webhook implements CodeSender {

    static final String NAME = "webhook";
    static final String SIGNATURE = "Ringkey-Signature";

    static final Duration PATIENCE = Duration.ofSeconds(3);

    private final HttpClient http;
    private final URI url;
    private final SecretKeySpec secret;
    private final InstantSource clock;
    private final JsonMapper json = JsonMapper.builder().build();

    Webhook(URI url, String secret, InstantSource clock) {
        this.http = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.url = url;
        this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Sent send(Message message) {
        String body = json.writeValueAsString(bodyOf(message));
        HttpRequest post = HttpRequest.newBuilder(url)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", message.challenge() + "-" + message.send())
                .header(SIGNATURE, signature(clock.instant().getEpochSecond(), body))
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            int status = http.send(post, BodyHandlers.discarding()).statusCode();
            return status / 100 == 2 ? new Sent.Taken() : new Sent.Failed("status-" + status);
        } catch (HttpTimeoutException slow) {
            return new Sent.Failed("timeout");
        } catch (IOException unreachable) {
            return new Sent.Failed("unreachable");
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new Sent.Failed("interrupted");
        }
    }

    private static LinkedHashMap<String, Object> bodyOf(Message message) {
        var body = new LinkedHashMap<String, Object>();
        body.put("phone", message.phone().e164());
        body.put("text", message.text());
        body.put("code", message.code());
        body.put("challenge_id", message.challenge().toString());
        body.put("send", message.send());
        body.put("expires_at", message.expiresAt().toString());
        return body;
    }

    private String signature(long time, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            byte[] signed = mac.doFinal((time + "." + body).getBytes(StandardCharsets.UTF_8));
            return "t=" + time + ",v1=" + HexFormat.of().formatHex(signed);
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
