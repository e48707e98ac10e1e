package io.ringkey.command.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.ringkey.api.Randomness;
import io.ringkey.web.settings.BadSetting;
import io.ringkey.web.settings.Setting;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The keys in {@code command_state.key}. They are read at start and again now and then, so that a key which another
 * process has made is found, and a new one is taken up.
 */
final class JdbcKeyRing implements KeyRing {

    private static final int FIRST = 1;
    private static final int SECRET_BYTES = 32;
    private static final Duration GOOD_FOR = Duration.ofMinutes(1);
    /** Anybody can send a token that names a key which does not exist; that must not cost a query each time. */
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(1);

    private final JdbcClient jdbc;
    private final MasterKey master;
    private final Randomness randomness;
    private final InstantSource clock;

    private volatile Ring ring;

    /** @throws BadSetting when the master key is not the one that the keys were wrapped with */
    JdbcKeyRing(JdbcClient jdbc, MasterKey master, Randomness randomness, InstantSource clock) {
        this.jdbc = jdbc;
        this.master = master;
        this.randomness = randomness;
        this.clock = clock;
        this.ring = read();
        for (KeyPurpose purpose : KeyPurpose.values()) {
            if (ring.keys().stream().noneMatch(key -> key.purpose().equals(purpose.storedName()))) {
                make(purpose);
            }
        }
        this.ring = read();
    }

    @Override
    public SecretKey current(KeyPurpose purpose) {
        return newest(purpose, key -> key.secret() != null).secretKey();
    }

    @Override
    public Optional<SecretKey> find(KeyPurpose purpose, int id) {
        Predicate<Kept> wanted = key -> key.id() == id && key.purpose().equals(purpose.storedName());
        return readNoLaterThan(GOOD_FOR).keys().stream()
                .filter(wanted)
                .findFirst()
                .or(() -> readNoLaterThan(UNKNOWN_FOR).keys().stream()
                        .filter(wanted)
                        .findFirst())
                .map(Kept::secretKey);
    }

    @Override
    public SigningKey signing() {
        return newest(KeyPurpose.TOKEN_SIGNING, key -> true).signingKey();
    }

    private Kept newest(KeyPurpose purpose, Predicate<Kept> fits) {
        return readNoLaterThan(GOOD_FOR).keys().stream()
                .filter(key -> key.purpose().equals(purpose.storedName()) && !key.retired())
                .filter(fits)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no key for " + purpose.storedName()));
    }

    private Ring readNoLaterThan(Duration age) {
        Ring known = ring;
        if (clock.instant().isBefore(known.readAt().plus(age))) {
            return known;
        }
        Ring read = read();
        ring = read;
        return read;
    }

    private Ring read() {
        Instant now = clock.instant();
        var keys = new ArrayList<Kept>();
        jdbc.sql("SELECT purpose, key_id, wrapped, retired_at IS NOT NULL, public_jwk FROM command_state.key"
                        + " ORDER BY key_id DESC")
                .query(row -> {
                    keys.add(opened(
                            row.getString(1),
                            row.getInt(2),
                            row.getBytes(3),
                            row.getBoolean(4),
                            row.getString(5) != null));
                });
        return new Ring(List.copyOf(keys), now);
    }

    private Kept opened(String purpose, int id, byte[] wrapped, boolean retired, boolean pair) {
        byte[] secret = master.unwrap(wrapped, place(purpose, id)).orElseThrow(JdbcKeyRing::wrongMasterKey);
        return new Kept(
                purpose,
                id,
                retired,
                pair ? null : new SecretKey(id, secret),
                pair ? new SigningKey(parsed(secret)) : null);
    }

    /** Several processes may get here at once: the first row stays, and all of them read it afterwards. */
    private void make(KeyPurpose purpose) {
        byte[] secret;
        String publicJwk = null;
        if (purpose == KeyPurpose.TOKEN_SIGNING) {
            ECKey pair = newPair(purpose.storedName() + "-" + FIRST);
            secret = pair.toJSONString().getBytes(StandardCharsets.UTF_8);
            publicJwk = pair.toPublicJWK().toJSONString();
        } else {
            secret = randomness.bytes(SECRET_BYTES);
        }
        jdbc.sql("""
                        INSERT INTO command_state.key (purpose, key_id, wrapped, made_at, public_jwk)
                        VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (purpose, key_id) DO NOTHING
                        """)
                .params(
                        purpose.storedName(),
                        FIRST,
                        master.wrap(secret, place(purpose.storedName(), FIRST)),
                        clock.instant().atOffset(ZoneOffset.UTC))
                .param(publicJwk)
                .update();
    }

    private static ECKey newPair(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(id)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .generate();
        } catch (JOSEException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    private static ECKey parsed(byte[] jwk) {
        try {
            return ECKey.parse(new String(jwk, StandardCharsets.UTF_8));
        } catch (ParseException notWhatWeWrote) {
            throw new IllegalStateException("a signing key cannot be read", notWhatWeWrote);
        }
    }

    private static byte[] place(String purpose, int id) {
        return (purpose + "-" + id).getBytes(StandardCharsets.UTF_8);
    }

    private static BadSetting wrongMasterKey() {
        return new BadSetting(Setting.MASTER_KEY.variable()
                + " is not the key that this database was started with: bring that one back, nothing else opens it.");
    }

    /** All keys, the newest first. */
    private record Ring(List<Kept> keys, Instant readAt) {}

    private record Kept(
            String purpose,
            int id,
            boolean retired,
            @Nullable SecretKey secret,
            @Nullable SigningKey pair) {

        SecretKey secretKey() {
            if (secret == null) {
                throw new IllegalStateException("a key pair is no secret key");
            }
            return secret;
        }

        SigningKey signingKey() {
            if (pair == null) {
                throw new IllegalStateException("a secret key signs no tokens");
            }
            return pair;
        }
    }
}
