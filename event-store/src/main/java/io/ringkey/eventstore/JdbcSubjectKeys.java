package io.ringkey.eventstore;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ringkey.api.Ids;
import io.ringkey.api.Randomness;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The rows in {@code event_store.subject_key}. An erased subject keeps its row, without the key: it is given no other
 * one.
 */
final class JdbcSubjectKeys implements SubjectKeys {

    /** How long a process may go on reading after another one has erased. */
    static final Duration KNOWN_FOR = Duration.ofSeconds(1);

    private static final int MOST_KNOWN = 20_000;

    static final LateRows TIED = LateRows.of("""
            INSERT INTO event_store.subject_key (subject, wrapped, made_at, owner)
            SELECT * FROM unnest(?::uuid[], ?::bytea[], ?::timestamptz[], ?::uuid[])
            ON CONFLICT (subject) DO UPDATE SET owner = excluded.owner
            """, "uuid", "bytea", "timestamptz", "uuid");

    private final JdbcClient jdbc;
    private final LateWrites lateWrites;
    private final MasterKeys master;
    private final Randomness randomness;
    private final InstantSource clock;
    private final Cache<UUID, Known> known = Caffeine.newBuilder()
            .maximumSize(MOST_KNOWN)
            .expireAfterWrite(KNOWN_FOR)
            .build();

    JdbcSubjectKeys(
            DataSource dataSource, LateWrites lateWrites, MasterKeys master, Randomness randomness, Clock clock) {
        this.jdbc = JdbcClient.create(dataSource);
        this.lateWrites = lateWrites;
        this.master = master;
        this.randomness = randomness;
        this.clock = clock;
    }

    /** What the thread that is appending leaves to the statement it appends with. */
    private final ThreadLocal<@Nullable NewKeys> appending = new ThreadLocal<>();

    /** @param key {@code null} once the subject has been erased */
    record Known(@Nullable AesGcm key) {}

    private static final Known ERASED = new Known(null);

    @Override
    public void tie(UUID subject, UUID owner) {
        lateWrites.add(TIED, row(subject, owner));
    }

    private @Nullable Object[] row(UUID subject, @Nullable UUID owner) {
        return new @Nullable Object[] {subject, fresh(subject), now(), owner};
    }

    @Override
    public void erase(UUID subject) {
        changed(subject, ERASED);
        jdbc.sql("UPDATE event_store.subject_key SET wrapped = NULL WHERE subject = ?")
                .param(subject)
                .update();
    }

    @Override
    public void eraseAllOf(UUID owner) {
        List<UUID> erased = jdbc.sql(
                        "UPDATE event_store.subject_key SET wrapped = NULL WHERE owner = ? RETURNING subject")
                .param(owner)
                .query(UUID.class)
                .list();
        erased.forEach(subject -> changed(subject, ERASED));
    }

    /**
     * Until these are closed, keys of subjects that seem to be new are not stored when they are first sealed under, but
     * left to the statement that appends what is sealed: a round trip less for every one of them.
     */
    NewKeys newKeys() {
        var keys = new NewKeys(this);
        appending.set(keys);
        return keys;
    }

    /** The key for what is written about a subject now, made if it has none; nothing when the subject was erased. */
    Optional<AesGcm> toSeal(UUID subject) {
        Known here = here(subject);
        return Optional.ofNullable((here == null ? madeOrFound(subject) : here).key());
    }

    private Known madeOrFound(UUID subject) {
        NewKeys mine = appending.get();
        if (mine == null) {
            return findOrMake(subject);
        }
        Known made = mine.find(subject);
        if (made != null) {
            return made;
        }
        if (!mine.areLeftToTheAppend() || !seemsNew(subject)) {
            return findOrMake(subject);
        }
        // A tie waits with the key it would have made: one row is stored instead of two versions of it.
        @Nullable Object[] tie = lateWrites.withdraw(TIED, subject);
        @Nullable Object[] row = tie == null ? row(subject, null) : tie;
        return mine.add(subject, row, new Known(unwrapped(subject, (byte[]) Objects.requireNonNull(row[1]))));
    }

    /** @param row of a key that was not stored, whose subject may be somebody's */
    void tieLater(@Nullable Object[] row) {
        if (row[3] != null) {
            lateWrites.add(TIED, row);
        }
    }

    /** An id that was made a moment ago and is not known here has a key only if another process was quicker. */
    private boolean seemsNew(UUID subject) {
        return Ids.madeAt(subject)
                .map(made -> Duration.between(made, clock.instant()).abs())
                .filter(age -> age.compareTo(KNOWN_FOR) < 0)
                .isPresent();
    }

    void stored(Map<UUID, Known> keys) {
        keys.forEach(this::changed);
    }

    void closed() {
        appending.remove();
    }

    /** The key for what was written about a subject; nothing when the subject was erased. */
    Optional<AesGcm> toOpen(UUID subject) {
        Known here = here(subject);
        return here == null ? find(subject).map(Known::key) : Optional.ofNullable(here.key());
    }

    /** Fetches at once what many values will be opened with. */
    void learn(Collection<UUID> subjects) {
        UUID[] unknown = subjects.stream()
                .filter(subject -> known.getIfPresent(subject) == null)
                .toArray(UUID[]::new);
        if (unknown.length == 0) {
            return;
        }
        jdbc.sql("SELECT subject, wrapped FROM event_store.subject_key WHERE subject = ANY (?)")
                .param(unknown)
                .query(row -> {
                    UUID subject = row.getObject("subject", UUID.class);
                    try {
                        learnt(subject, known(subject, row));
                    } catch (IllegalStateException doesNotOpen) {
                        // whoever opens something with it will say
                    }
                });
    }

    private @Nullable Known here(UUID subject) {
        Known mine = changes().get(subject);
        return mine == null ? known.getIfPresent(subject) : mine;
    }

    private Optional<Known> find(UUID subject) {
        Optional<Known> found = jdbc.sql("SELECT wrapped FROM event_store.subject_key WHERE subject = ?")
                .param(subject)
                .query((row, number) -> known(subject, row))
                .optional();
        found.ifPresent(key -> learnt(subject, key));
        return found;
    }

    /**
     * In one round trip, since every first sign-in comes here twice. Where there is a key, or was one, it stays so; two
     * transactions may get here at once, and one waits.
     */
    private Known findOrMake(UUID subject) {
        return jdbc.sql("""
                        WITH there AS (SELECT wrapped FROM event_store.subject_key WHERE subject = :subject),
                             made AS (
                             INSERT INTO event_store.subject_key AS k (subject, wrapped, made_at)
                             SELECT :subject, :wrapped, :now WHERE NOT EXISTS (SELECT FROM there)
                             ON CONFLICT (subject) DO UPDATE SET owner = k.owner
                             RETURNING wrapped)
                        SELECT wrapped, false AS made FROM there UNION ALL SELECT wrapped, true FROM made
                        """)
                .param("subject", subject)
                .param("wrapped", fresh(subject))
                .param("now", now())
                .query((row, number) -> {
                    Known key = known(subject, row);
                    if (row.getBoolean("made")) {
                        changed(subject, key);
                    } else {
                        learnt(subject, key);
                    }
                    return key;
                })
                .single();
    }

    private byte[] fresh(UUID subject) {
        return master.wrap(randomness.bytes(MasterKey.BYTES), place(subject));
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private Known known(UUID subject, ResultSet row) throws SQLException {
        byte[] wrapped = row.getBytes("wrapped");
        return new Known(wrapped == null ? null : unwrapped(subject, wrapped));
    }

    private AesGcm unwrapped(UUID subject, byte[] wrapped) {
        return new AesGcm(master.unwrap(wrapped, place(subject))
                .orElseThrow(() -> new IllegalStateException("the key of the subject " + subject + " does not open")));
    }

    static byte[] place(UUID subject) {
        return MasterKey.place("subject", subject);
    }

    /** What this transaction has changed is known to it alone before its end, and to all of this process then. */
    private void changed(UUID subject, Known key) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            known.invalidate(subject);
            return;
        }
        Map<UUID, Known> changes = changes();
        if (changes.isEmpty()) {
            Map<UUID, Known> mine = new HashMap<>();
            TransactionSynchronizationManager.bindResource(this, mine);
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCompletion(int status) {
                    TransactionSynchronizationManager.unbindResourceIfPossible(JdbcSubjectKeys.this);
                    if (status == STATUS_COMMITTED) {
                        mine.forEach(JdbcSubjectKeys.this::learnt);
                    } else {
                        known.invalidateAll(mine.keySet());
                    }
                }
            });
            changes = mine;
        }
        changes.put(subject, key);
    }

    /** An erasure that was committed since may be known here already, and stays known. */
    private void learnt(UUID subject, Known key) {
        if (key.key() == null) {
            known.put(subject, key);
        } else {
            known.asMap().putIfAbsent(subject, key);
        }
    }

    @SuppressWarnings("unchecked")
    private Map<UUID, Known> changes() {
        Object mine = TransactionSynchronizationManager.getResource(this);
        return mine == null ? Map.of() : (Map<UUID, Known>) mine;
    }
}
