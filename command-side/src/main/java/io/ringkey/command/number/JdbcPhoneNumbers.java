package io.ringkey.command.number;

import io.ringkey.api.Ids;
import io.ringkey.api.PhoneNumber;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.verification.NumberStreamId;
import io.ringkey.command.keys.KeyPurpose;
import io.ringkey.command.keys.KeyRing;
import io.ringkey.eventstore.ColumnArrays;
import io.ringkey.eventstore.LateRows;
import io.ringkey.eventstore.LateWrites;
import io.ringkey.eventstore.ReadAhead;
import io.ringkey.eventstore.SubjectKeys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows in {@code command_state.phone_number}. */
@Component
final class JdbcPhoneNumbers implements PhoneNumbers {

    private static final String SELECT = "SELECT stream_id, subject, account_id FROM command_state.phone_number WHERE ";

    /**
     * Where a row that another process is making just now has to be waited for, not for long: all wait. The plans of what the
     * group carries out do not depend on how many are in it, and so are made once, and not for every group.
     */
    private static final String SETTINGS = """
            SELECT set_config('lock_timeout', '250ms', true), set_config('plan_cache_mode', 'force_generic_plan', true);
            """;

    private static final String AHEAD = SETTINGS + """
            WITH made AS (
                 INSERT INTO command_state.phone_number (phone_hash, stream_id, subject, created_at, last_seen_at)
                 SELECT hash, stream, subject, ?, ? FROM unnest(?::bytea[], ?::uuid[], ?::uuid[]) AS n (hash, stream, subject)
                  WHERE NOT EXISTS (SELECT FROM command_state.phone_number WHERE phone_hash = hash)
                 ON CONFLICT (phone_hash) DO NOTHING
                 RETURNING phone_hash, stream_id, subject, account_id),
                 asked AS (
                 SELECT phone_hash, stream_id, subject, account_id FROM command_state.phone_number
                  WHERE phone_hash = ANY (?::bytea[]) FOR NO KEY UPDATE SKIP LOCKED),
                 named AS (
                 SELECT phone_hash, stream_id, subject, account_id FROM command_state.phone_number
                  WHERE stream_id = ANY (?::uuid[]) FOR NO KEY UPDATE SKIP LOCKED)
            SELECT true AS fresh, * FROM made
            UNION ALL SELECT false, * FROM asked
            UNION ALL SELECT false, * FROM named;
            """ + Tombstones.STANDING_OF_SEVERAL;

    private static final int AHEAD_PARAMETERS = 7;

    private static final LateRows SEEN = LateRows.of("""
            UPDATE command_state.phone_number AS n SET last_seen_at = seen.at
              FROM unnest(?::uuid[], ?::timestamptz[]) AS seen (stream, at) WHERE n.stream_id = seen.stream
            """, "uuid", "timestamptz");

    private static final LateRows GIVEN = LateRows.of("""
            UPDATE command_state.phone_number AS n SET account_id = given.account
              FROM unnest(?::uuid[], ?::uuid[]) AS given (stream, account) WHERE n.stream_id = given.stream
            """, "uuid", "uuid");

    private final JdbcTemplate template;
    private final JdbcClient jdbc;
    private final LateWrites lateWrites;
    private final ReadAhead<PhoneNumber, Row> opened = new ReadAhead<>();
    private final ReadAhead<PhoneNumber, Row> locked = new ReadAhead<>();
    private final ReadAhead<NumberStreamId, Row> named = new ReadAhead<>();
    private final ReadAhead<NumberStreamId, Free> free = new ReadAhead<>();
    private final KeyRing keys;
    private final Tombstones tombstones;
    private final SubjectKeys subjects;
    private final Ids ids;
    private final InstantSource clock;

    JdbcPhoneNumbers(
            DataSource dataSource,
            LateWrites lateWrites,
            KeyRing keys,
            Tombstones tombstones,
            SubjectKeys subjects,
            Ids ids,
            Clock clock) {
        this.template = new JdbcTemplate(dataSource);
        this.jdbc = JdbcClient.create(template);
        this.lateWrites = lateWrites;
        this.keys = keys;
        this.tombstones = tombstones;
        this.subjects = subjects;
        this.ids = ids;
        this.clock = clock;
    }

    /** A number that nobody holds, in this transaction's hands. */
    private record Free(UUID subject, boolean broughtBefore) {}

    @Override
    public Ahead readAhead(
            Collection<PhoneNumber> toOpen, Collection<PhoneNumber> toLock, Collection<NumberStreamId> streams) {
        Map<ByteBuffer, PhoneNumber> byHash = new HashMap<>();
        toOpen.forEach(phone -> byHash.put(ByteBuffer.wrap(hash(phone)), phone));
        byte[][] made = byHash.keySet().stream()
                .map(ByteBuffer::array)
                .sorted(Arrays::compare)
                .toArray(byte[][]::new);
        toLock.forEach(phone -> byHash.put(ByteBuffer.wrap(hash(phone)), phone));
        byte[][] all = byHash.keySet().stream()
                .map(ByteBuffer::array)
                .sorted(Arrays::compare)
                .toArray(byte[][]::new);
        var now = now();
        var asked = tombstones.several(List.of(all));
        Map<ByteBuffer, Row> rows = new HashMap<>();
        Map<ByteBuffer, Remembered> remembered = template.execute(AHEAD, (PreparedStatement statement) -> {
            statement.setObject(1, now);
            statement.setObject(2, now);
            statement.setObject(3, made);
            ColumnArrays.set(statement, 4, "uuid", fresh(made.length));
            ColumnArrays.set(statement, 5, "uuid", fresh(made.length));
            statement.setObject(6, all);
            ColumnArrays.set(
                    statement,
                    7,
                    "uuid",
                    streams.stream().map(NumberStreamId::value).toArray());
            asked.set(statement, AHEAD_PARAMETERS);
            statement.execute();
            statement.getMoreResults();
            try (ResultSet found = statement.getResultSet()) {
                while (found.next()) {
                    rows.putIfAbsent(
                            ByteBuffer.wrap(found.getBytes("phone_hash")), row(found, found.getBoolean("fresh")));
                }
            }
            statement.getMoreResults();
            try (ResultSet found = statement.getResultSet()) {
                return asked.read(found);
            }
        });
        return kept(rows, Objects.requireNonNull(remembered), byHash, Set.copyOf(toOpen), Set.copyOf(streams));
    }

    private Ahead kept(
            Map<ByteBuffer, Row> rows,
            Map<ByteBuffer, Remembered> remembered,
            Map<ByteBuffer, PhoneNumber> byHash,
            Set<PhoneNumber> toOpen,
            Set<NumberStreamId> streams) {
        Map<PhoneNumber, Row> byNumber = new HashMap<>();
        Map<NumberStreamId, Row> byStream = new HashMap<>();
        rows.forEach((hash, found) -> {
            Remembered tombstone = remembered.get(hash);
            Row row = found.fresh() ? found.with(tombstone) : found;
            PhoneNumber phone = byHash.get(hash);
            if (phone != null) {
                byNumber.put(phone, row);
                if (toOpen.contains(phone)) {
                    opened.put(phone, row);
                } else {
                    locked.put(phone, row);
                }
            }
            if (streams.contains(row.stream())) {
                byStream.put(row.stream(), row);
                named.put(row.stream(), row);
            }
            // Of a number that only its stream was given of, no tombstone was asked for.
            if (phone != null && row.account() == null) {
                free.put(row.stream(), new Free(row.subject(), tombstone != null && tombstone.brought()));
            }
        });
        return new Ahead(byNumber, byStream);
    }

    private UUID[] fresh(int count) {
        return Stream.generate(ids::next).limit(count).toArray(UUID[]::new);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    @Override
    public Row open(PhoneNumber phone) {
        Optional<Row> ahead = opened.take(phone);
        if (ahead.isPresent()) {
            if (!ahead.get().fresh()) {
                lateWrites.add(SEEN, ahead.get().stream().value(), now());
            }
            return ahead.get();
        }
        var now = now();
        byte[] hash = hash(phone);
        // The update does what DO NOTHING would not: it locks the row and lets it be returned.
        Row opened = jdbc.sql("""
                        INSERT INTO command_state.phone_number (phone_hash, stream_id, subject, created_at, last_seen_at)
                        VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT (phone_hash) DO UPDATE SET last_seen_at = excluded.last_seen_at
                        RETURNING stream_id, subject, account_id, xmax = 0 AS fresh
                        """)
                .params(hash, ids.next(), ids.next(), now, now)
                .query((row, number) -> row(row, row.getBoolean("fresh")))
                .single();
        // By a statement of its own: the one before may have waited for whoever raised the tombstone, and not see it.
        return opened.fresh() ? opened.with(tombstones.find(hash)) : opened;
    }

    @Override
    public Optional<Row> lock(PhoneNumber phone) {
        Optional<Row> ahead = locked.take(phone);
        return ahead.isPresent()
                ? ahead
                : jdbc.sql(SELECT + "phone_hash = ? FOR NO KEY UPDATE")
                        .param(hash(phone))
                        .query(JdbcPhoneNumbers::read)
                        .optional();
    }

    @Override
    public Optional<Row> lock(NumberStreamId stream) {
        Optional<Row> ahead = named.take(stream);
        return ahead.isPresent()
                ? ahead
                : jdbc.sql(SELECT + "stream_id = ? FOR NO KEY UPDATE")
                        .param(stream.value())
                        .query(JdbcPhoneNumbers::read)
                        .optional();
    }

    @Override
    public Optional<Row> find(PhoneNumber phone) {
        return jdbc.sql(SELECT + "phone_hash = ?")
                .param(hash(phone))
                .query(JdbcPhoneNumbers::read)
                .optional();
    }

    @Override
    public Optional<Given> give(NumberStreamId stream, PhoneNumber phone, AccountId account) {
        Optional<Free> mine = free.take(stream);
        return mine.isPresent() ? Optional.of(given(stream, mine.get(), account)) : giveIfFree(stream, phone, account);
    }

    private Given given(NumberStreamId stream, Free number, AccountId account) {
        lateWrites.add(GIVEN, stream.value(), account.value());
        subjects.tie(number.subject(), account.value());
        return new Given(number.broughtBefore());
    }

    private Optional<Given> giveIfFree(NumberStreamId stream, PhoneNumber phone, AccountId account) {
        return jdbc.sql("""
                        UPDATE command_state.phone_number SET account_id = ?
                         WHERE stream_id = ? AND account_id IS NULL
                           AND NOT EXISTS (SELECT 1 FROM command_state.phone_number WHERE account_id = ?)
                        RETURNING subject, coalesce((SELECT brought FROM (%s) AS tombstone), false) AS brought_before
                        """.formatted(Tombstones.STANDING))
                .params(account.value(), stream.value(), account.value())
                .params(tombstones.parameters(hash(phone)))
                .query((row, number) -> {
                    subjects.tie(row.getObject("subject", UUID.class), account.value());
                    return new Given(row.getBoolean("brought_before"));
                })
                .optional();
    }

    @Override
    public void takeBack(NumberStreamId stream) {
        jdbc.sql("DELETE FROM command_state.phone_number WHERE stream_id = ?")
                .param(stream.value())
                .update();
    }

    @Override
    public void noteWrongCodes(NumberStreamId stream, int wrongCodes, @Nullable Instant lastAt) {
        jdbc.sql("UPDATE command_state.phone_number SET wrong_codes = ?, last_wrong_at = ? WHERE stream_id = ?")
                .param(wrongCodes)
                .param(lastAt == null ? null : lastAt.atOffset(ZoneOffset.UTC))
                .param(stream.value())
                .update();
    }

    @Override
    public Optional<NumberStreamId> forget(AccountId account) {
        tombstones.raiseFor("account_id = ?", account.value());
        return jdbc.sql("DELETE FROM command_state.phone_number WHERE account_id = ? RETURNING stream_id")
                .param(account.value())
                .query(UUID.class)
                .optional()
                .map(NumberStreamId::new);
    }

    private byte[] hash(PhoneNumber phone) {
        return keys.current(KeyPurpose.PHONE_HASH).mac(phone.e164().getBytes(StandardCharsets.US_ASCII));
    }

    private static Row read(ResultSet row, int number) throws SQLException {
        return row(row, false);
    }

    private static Row row(ResultSet row, boolean fresh) throws SQLException {
        UUID account = row.getObject("account_id", UUID.class);
        return new Row(
                new NumberStreamId(row.getObject("stream_id", UUID.class)),
                row.getObject("subject", UUID.class),
                account == null ? null : new AccountId(account),
                fresh,
                null);
    }
}
