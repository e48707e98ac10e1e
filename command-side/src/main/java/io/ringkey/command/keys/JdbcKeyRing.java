package io.ringkey.command.keys;

import com.nimbusds.jose.jwk.ECKey;
import io.ringkey.api.Randomness;
import io.ringkey.eventstore.MasterKey;
import io.ringkey.eventstore.MasterKeys;
import io.ringkey.eventstore.WrongMasterKey;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The keys in {@code command_state.key}. They are read at start and again now and then, so that a key which another
 * process has made is found, and a new one is taken up.
 */
final class JdbcKeyRing implements KeyRing {

    private static final int FIRST = 1;
    /** Shorter than {@link KeyRotation#SHORTEST_NOTICE}: a new key is known before it is used anywhere. */
    private static final Duration GOOD_FOR = Duration.ofSeconds(2);
    /** Anybody can send a token that names a key which does not exist; that must not cost a query each time. */
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(1);

    private final JdbcClient jdbc;
    private final MasterKeys master;
    private final InstantSource clock;
    private final ReentrantLock reading = new ReentrantLock();

    private volatile Ring ring;

    /** @throws WrongMasterKey when no master key is the one that a key was wrapped with */
    JdbcKeyRing(JdbcClient jdbc, MasterKeys master, Randomness randomness, InstantSource clock) {
        this.jdbc = jdbc;
        this.master = master;
        this.clock = clock;
        this.ring = read();
        var maker = new KeyMaker(jdbc, master, randomness, clock);
        for (KeyPurpose purpose : KeyPurpose.values()) {
            // Several processes may get here at once: the first row stays, and all of them read it below.
            if (ring.keys().stream().noneMatch(key -> key.purpose().equals(purpose.storedName()))) {
                maker.make(purpose, FIRST, null);
            }
        }
        this.ring = read();
    }

    @Override
    public SecretKey current(KeyPurpose purpose) {
        return newest(purpose).secretKey();
    }

    @Override
    public Optional<SecretKey> find(KeyPurpose purpose, int id) {
        Predicate<Kept> wanted = key -> key.id() == id;
        return live(known(), purpose)
                .filter(wanted)
                .findFirst()
                .or(() -> live(readNoLaterThan(UNKNOWN_FOR), purpose)
                        .filter(wanted)
                        .findFirst())
                .map(Kept::secretKey);
    }

    @Override
    public List<SecretKey> live(KeyPurpose purpose) {
        return live(known(), purpose).map(Kept::secretKey).toList();
    }

    @Override
    public SigningKey signing() {
        return newest(KeyPurpose.TOKEN_SIGNING).signingKey();
    }

    private Kept newest(KeyPurpose purpose) {
        Instant now = clock.instant();
        return live(known(), purpose)
                .filter(key -> key.usedFrom() == null || !now.isBefore(key.usedFrom()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no key for " + purpose.storedName()));
    }

    private Stream<Kept> live(Ring known, KeyPurpose purpose) {
        Instant now = clock.instant();
        return known.keys().stream()
                .filter(key -> key.purpose().equals(purpose.storedName()))
                .filter(key -> key.retiredAt() == null || now.isBefore(key.retiredAt()));
    }

    /** One thread reads, and the others go on with what is known. */
    private Ring known() {
        if (!reading.tryLock()) {
            return ring;
        }
        try {
            return readNoLaterThan(GOOD_FOR);
        } finally {
            reading.unlock();
        }
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
        jdbc.sql("SELECT purpose, key_id, wrapped, used_from, retired_at, public_jwk FROM command_state.key"
                        + " ORDER BY key_id DESC")
                .query(row -> {
                    keys.add(opened(row));
                });
        return new Ring(List.copyOf(keys), now);
    }

    private Kept opened(ResultSet row) throws SQLException {
        String purpose = row.getString("purpose");
        int id = row.getInt("key_id");
        byte[] wrapped = row.getBytes("wrapped");
        byte[] secret = master.unwrap(wrapped, MasterKey.place(purpose, id))
                .orElseThrow(() -> WrongMasterKey.isNeeded(wrapped, master));
        boolean pair = row.getString("public_jwk") != null;
        return new Kept(
                purpose,
                id,
                instant(row.getObject("used_from", OffsetDateTime.class)),
                instant(row.getObject("retired_at", OffsetDateTime.class)),
                pair ? null : new SecretKey(id, secret),
                pair ? new SigningKey(parsed(secret)) : null);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static ECKey parsed(byte[] jwk) {
        try {
            return ECKey.parse(new String(jwk, StandardCharsets.UTF_8));
        } catch (ParseException notWhatWeWrote) {
            throw new IllegalStateException("a signing key cannot be read", notWhatWeWrote);
        }
    }

    /** All keys, the newest first. */
    private record Ring(List<Kept> keys, Instant readAt) {}

    private record Kept(
            String purpose,
            int id,
            @Nullable Instant usedFrom,
            @Nullable Instant retiredAt,
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
