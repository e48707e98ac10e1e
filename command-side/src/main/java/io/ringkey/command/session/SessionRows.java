package io.ringkey.command.session;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.session.SessionId;
import io.ringkey.api.verification.ChallengeId;
import io.ringkey.eventstore.LateRows;
import io.ringkey.eventstore.LateWrites;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows in {@code command_state.session}: what must be known of a session at every call. Hashes only (T4). */
@Component
final class SessionRows {

    private static final LateRows OPENED = LateRows.of(
            """
            INSERT INTO command_state.session
                   (session_id, account_id, challenge_id, signed_in_at, expires_at, idle_until,
                    browser_hash, refresh_hash, seen_fingerprints)
            SELECT session, account, challenge, signed_in, expires, idle, browser, refresh, seen::bytea[]
              FROM unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[],
                          ?::bytea[], ?::bytea[], ?::text[])
                   AS opened (session, account, challenge, signed_in, expires, idle, browser, refresh, seen)
            """, "uuid", "uuid", "uuid", "timestamptz", "timestamptz", "timestamptz", "bytea", "bytea", "text");

    private final JdbcClient jdbc;
    private final LateWrites lateWrites;

    SessionRows(DataSource dataSource, LateWrites lateWrites) {
        this.jdbc = JdbcClient.create(dataSource);
        this.lateWrites = lateWrites;
    }

    /**
     * A session's row.
     *
     * @param confirmed whether whoever signed in is known to be the person still
     * @param refreshHash hash of the newest refresh token, or {@code null} while there is none
     * @param parentHash hash of the one before it, or {@code null}
     * @param refreshedAt when the newest was made out of the one before, or {@code null}
     * @param seen fingerprints of where it was used from, the oldest first
     */
    record Row(
            SessionId session,
            AccountId account,
            boolean ended,
            boolean confirmed,
            Instant expiresAt,
            Instant idleUntil,
            byte @Nullable [] refreshHash,
            int generation,
            byte @Nullable [] parentHash,
            @Nullable Instant refreshedAt,
            List<byte[]> seen) {

        boolean isLiveAt(Instant now) {
            return !ended && now.isBefore(expiresAt) && now.isBefore(idleUntil);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Row that && session.equals(that.session);
        }

        @Override
        public int hashCode() {
            return session.hashCode();
        }
    }

    /**
     * That a session was used.
     *
     * @param idleUntil when it ends if it is not used again
     * @param seen fingerprints of where it was used from, this time too, the oldest first
     */
    record Use(Instant at, Instant idleUntil, List<byte[]> seen) {}

    void insert(
            SessionId session,
            AccountId account,
            ChallengeId challenge,
            Instant now,
            Instant expiresAt,
            Instant idleUntil,
            byte @Nullable [] browserHash,
            byte @Nullable [] refreshHash,
            List<byte[]> seen) {
        lateWrites.add(
                OPENED,
                session.value(),
                account.value(),
                challenge.value(),
                utc(now),
                utc(expiresAt),
                utc(idleUntil),
                browserHash,
                refreshHash,
                literal(seen));
    }

    /** The row, locked until the transaction's end. */
    Optional<Row> lock(SessionId session) {
        return jdbc.sql("SELECT * FROM command_state.session WHERE session_id = ? FOR NO KEY UPDATE")
                .param(session.value())
                .query(SessionRows::read)
                .optional();
    }

    Optional<AccountId> ownerOf(SessionId session) {
        return jdbc.sql("SELECT account_id FROM command_state.session WHERE session_id = ?")
                .param(session.value())
                .query(UUID.class)
                .optional()
                .map(AccountId::new);
    }

    boolean hasAccount(AccountId account) {
        return jdbc.sql("SELECT count(*) FROM command_state.account WHERE account_id = ?")
                        .param(account.value())
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** The live sessions of an account, locked until the transaction's end. */
    List<SessionId> lockAll(AccountId account) {
        return jdbc
                .sql("SELECT session_id FROM command_state.session WHERE account_id = ? AND ended_at IS NULL"
                        + " ORDER BY session_id FOR NO KEY UPDATE")
                .param(account.value())
                .query(UUID.class)
                .list()
                .stream()
                .map(SessionId::new)
                .toList();
    }

    /** Gives a session that has none its first refresh token. */
    void startPair(SessionId session, byte[] refreshHash) {
        jdbc.sql("UPDATE command_state.session SET refresh_hash = ? WHERE session_id = ?")
                .params(refreshHash, session.value())
                .update();
    }

    /** Puts the successor in the place of the newest refresh token, whose hash is given. */
    void rotate(SessionId session, byte[] parentHash, RefreshToken successor, Use use) {
        jdbc.sql("""
                        UPDATE command_state.session
                           SET refresh_parent_hash = ?, refresh_hash = ?, refresh_generation = ?, refreshed_at = ?,
                               last_used_at = ?, idle_until = ?, seen_fingerprints = ?
                         WHERE session_id = ?
                        """)
                .params(
                        parentHash,
                        successor.hash(),
                        successor.generation(),
                        utc(use.at()),
                        utc(use.at()),
                        utc(use.idleUntil()),
                        use.seen().toArray(byte[][]::new),
                        session.value())
                .update();
    }

    /** Notes that a session was used. */
    void used(SessionId session, Use use) {
        jdbc.sql("""
                        UPDATE command_state.session
                           SET last_used_at = ?, idle_until = ?, seen_fingerprints = ?
                         WHERE session_id = ?
                        """)
                .params(utc(use.at()), utc(use.idleUntil()), use.seen().toArray(byte[][]::new), session.value())
                .update();
    }

    /**
     * Notes that a browser used its session, unless a use since then is on record, or somebody else is at the row: the
     * use is no longer worth waiting for.
     */
    void usedByBrowser(SessionId session, Instant now, Instant idleUntil, Instant since) {
        jdbc.sql("""
                        UPDATE command_state.session
                           SET last_used_at = ?, idle_until = ?
                         WHERE session_id = (SELECT session_id
                                               FROM command_state.session
                                              WHERE session_id = ?
                                                AND browser_hash IS NOT NULL
                                                AND ended_at IS NULL
                                                AND least(expires_at, idle_until) > ?
                                                AND coalesce(last_used_at, signed_in_at) <= ?
                                                FOR NO KEY UPDATE SKIP LOCKED)
                        """)
                .params(utc(now), utc(idleUntil), session.value(), utc(now), utc(since))
                .update();
    }

    void end(SessionId session, Instant now) {
        jdbc.sql("UPDATE command_state.session SET ended_at = ? WHERE session_id = ? AND ended_at IS NULL")
                .params(utc(now), session.value())
                .update();
    }

    private static Row read(ResultSet row, int number) throws SQLException {
        Array seen = row.getArray("seen_fingerprints");
        OffsetDateTime refreshedAt = row.getObject("refreshed_at", OffsetDateTime.class);
        return new Row(
                new SessionId(row.getObject("session_id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                row.getObject("ended_at") != null,
                !row.getBoolean("unconfirmed"),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                row.getObject("idle_until", OffsetDateTime.class).toInstant(),
                row.getBytes("refresh_hash"),
                row.getInt("refresh_generation"),
                row.getBytes("refresh_parent_hash"),
                refreshedAt == null ? null : refreshedAt.toInstant(),
                Arrays.asList((byte[][]) seen.getArray()));
    }

    /** An array of arrays of different lengths is none to PostgreSQL. */
    private static String literal(List<byte[]> bytes) {
        return bytes.stream()
                .map(one -> "\"\\\\x" + HexFormat.of().formatHex(one) + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
