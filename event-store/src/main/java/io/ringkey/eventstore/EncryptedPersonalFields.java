package io.ringkey.eventstore;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/** Keeps personal values under the key of their subject (AES-256-GCM), each bound to its subject, event and field. */
final class EncryptedPersonalFields implements PersonalFields {

    private static final String SCHEME = "gcm:";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private final JdbcSubjectKeys keys;

    EncryptedPersonalFields(JdbcSubjectKeys keys) {
        this.keys = keys;
    }

    @Override
    public @Nullable String seal(Place place, String value) {
        return keys.toSeal(place.subject())
                .map(key -> key.seal(value.getBytes(StandardCharsets.UTF_8), bound(place)))
                .map(kept -> SCHEME + ENCODER.encodeToString(kept))
                .orElse(null);
    }

    @Override
    public void expect(Collection<UUID> subjects) {
        keys.learn(subjects);
    }

    @Override
    public @Nullable String open(Place place, String kept) {
        if (!kept.startsWith(SCHEME)) {
            throw new IllegalStateException(
                    "a personal field of " + place.event() + " is kept under an unknown scheme");
        }
        Optional<AesGcm> key = keys.toOpen(place.subject());
        if (key.isEmpty()) {
            return null;
        }
        try {
            byte[] sealed = DECODER.decode(kept.substring(SCHEME.length()));
            return new String(key.get().open(sealed, bound(place)), StandardCharsets.UTF_8);
        } catch (AEADBadTagException | IllegalArgumentException doesNotBelongHere) {
            throw new IllegalStateException(
                    "what is kept in " + place.event() + "." + place.field() + " does not belong there");
        }
    }

    private static byte[] bound(Place place) {
        return (place.subject() + "|" + place.event() + "|" + place.field()).getBytes(StandardCharsets.UTF_8);
    }
}
