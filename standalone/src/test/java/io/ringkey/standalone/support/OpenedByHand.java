package io.ringkey.standalone.support;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/**
 * Personal values of the record, opened with nothing but the platform's AES-GCM and what the documentation says of their
 * shape.
 */
public final class OpenedByHand {

    private static final int NONCE = 12;

    /** A byte for the format: of a master key that is alone. */
    private static final int START = 1;

    private final Map<String, byte[]> keys = new HashMap<>();

    /** Reads the keys of all subjects that have one. */
    public OpenedByHand(JdbcTemplate database, Map<String, String> settings) {
        byte[] master = HexFormat.of().parseHex(settings.get("RINGKEY_MASTER_KEY"));
        database.query("SELECT subject::text, wrapped FROM event_store.subject_key WHERE wrapped IS NOT NULL", row -> {
            String subject = row.getString(1);
            keys.put(subject, opened(master, row.getBytes(2), START, "subject-" + subject));
        });
    }

    /** The value of a field of an event; {@code null} where there is none, or none any more. */
    public String value(String event, String field, JsonNode payload) {
        JsonNode personal = payload.path(field);
        byte[] key = keys.get(personal.path("subject").asString(""));
        if (key == null || personal.path("value").isNull()) {
            return null;
        }
        byte[] kept =
                Base64.getUrlDecoder().decode(personal.path("value").asString().replaceFirst("^gcm:", ""));
        String place = personal.path("subject").asString() + "|" + event + "|" + field;
        return new String(opened(key, kept, 0, place), StandardCharsets.UTF_8);
    }

    private static byte[] opened(byte[] key, byte[] kept, int from, String place) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, kept, from, NONCE));
            cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(kept, from + NONCE, kept.length - from - NONCE);
        } catch (GeneralSecurityException doesNotOpen) {
            throw new IllegalStateException(doesNotOpen);
        }
    }
}
