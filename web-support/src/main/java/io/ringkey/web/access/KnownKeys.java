package io.ringkey.web.access;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.ringkey.web.access.PublicKeys.PublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * The public keys, remembered. They are read again after ten seconds, so that a retired key stops counting, and at an
 * unknown id, so that a new one counts at once: then at most once a second, whatever ids tokens carry. Safe for
 * concurrent use.
 */
final class KnownKeys implements JWKSource<SecurityContext> {

    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final Duration AT_MOST_EVERY = Duration.ofSeconds(1);

    private final PublicKeys keys;
    private final Clock clock;
    private final ReentrantLock loading = new ReentrantLock();
    private volatile Loaded loaded = new Loaded(Map.of(), Instant.MIN, null);

    KnownKeys(PublicKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
        Set<String> wanted = selector.getMatcher().getKeyIDs();
        if (wanted == null) {
            return List.of();
        }
        var usable = known(wanted).entrySet().stream()
                .filter(key -> wanted.contains(key.getKey()))
                .map(Map.Entry::getValue)
                .filter(key -> key.countsAt(clock.instant()))
                .map(key -> (JWK) key.jwk())
                .toList();
        return selector.select(new JWKSet(usable));
    }

    /**
     * Whether the key of this id counts now.
     *
     * @throws DataAccessException when it is not known, and cannot be read now
     */
    boolean counts(String kid) {
        Known key = known(Set.of(kid)).get(kid);
        return key != null && key.countsAt(clock.instant());
    }

    private Map<String, Known> known(Set<String> wanted) {
        var seen = loaded;
        var now = clock.instant();
        boolean unknown = !seen.keys().keySet().containsAll(wanted);
        if (seen.at().isBefore(now.minus(unknown ? AT_MOST_EVERY : FRESH))) {
            // Whoever knows the key already goes on with what there is; only strangers wait for the one who reads.
            if (unknown) {
                loading.lock();
            } else if (!loading.tryLock()) {
                return seen.keys();
            }
            try {
                if (loaded == seen) {
                    loaded = load(seen, now);
                }
            } finally {
                loading.unlock();
            }
        }
        return loaded.orThrowUnlessKnown(wanted);
    }

    /** A failed look counts as one too: of many strangers at a time, one alone waits for a database that is away. */
    private Loaded load(Loaded before, Instant now) {
        try {
            var read = keys.all().stream().collect(Collectors.toUnmodifiableMap(PublicKey::kid, Known::of));
            return new Loaded(read, now, null);
        } catch (DataAccessException away) {
            return new Loaded(before.keys(), now, away);
        }
    }

    private record Loaded(
            Map<String, Known> keys, Instant at, @Nullable DataAccessException away) {

        Map<String, Known> orThrowUnlessKnown(Set<String> wanted) {
            if (away != null && !keys.keySet().containsAll(wanted)) {
                throw away;
            }
            return keys;
        }
    }

    private record Known(ECKey jwk, @Nullable Instant retiredAt) {

        static Known of(PublicKey key) {
            try {
                return new Known(ECKey.parse(key.jwk()).toPublicJWK(), key.retiredAt());
            } catch (ParseException broken) {
                throw new IllegalStateException("the public key " + key.kid() + " cannot be read", broken);
            }
        }

        boolean countsAt(Instant now) {
            return retiredAt == null || now.isBefore(retiredAt);
        }
    }
}
