package io.ringkey.query.session;

import io.ringkey.api.Personal;
import io.ringkey.api.WireNames;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.people.SessionItem;
import io.ringkey.api.session.SessionEvent.SessionOpened;
import io.ringkey.api.session.SessionEvent.SessionSeenElsewhere;
import io.ringkey.api.session.SessionId;
import io.ringkey.api.verification.Way;
import io.ringkey.eventstore.LoginDetails;
import io.ringkey.query.MissingRow;
import io.ringkey.query.retention.HoldsLoginDetails;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The tables {@code session} and {@code session_holder}. Whether a session lives and when it was last used is state and
 * not on record: the write side shows it, as it does at every call. So a list is never behind, but for where a session
 * that was opened a moment ago is.
 */
@Component
class SessionRows implements HoldsLoginDetails {

    private static final String LIVE = """
            SELECT a.session_id, a.signed_in_at, a.expires_at, a.last_used_at, s.address, s.user_agent,
                   a.browser_hash IS NOT NULL AS in_a_browser
              FROM command_state.session_access a
              LEFT JOIN read_model.session s USING (session_id)
             WHERE a.account_id = ?
               AND NOT a.ended
               AND a.expires_at > ?
               AND (a.signed_in_at, a.session_id) < (?, ?)
             ORDER BY a.signed_in_at DESC, a.session_id DESC
             LIMIT ?
            """;
    private static final String KNOWN = """
            SELECT EXISTS (SELECT 1 FROM read_model.session_holder WHERE account_id = ?)
                OR EXISTS (SELECT 1 FROM command_state.session_access WHERE account_id = ?)
            """;

    private static final String LIVES = """
            EXISTS (SELECT 1 FROM command_state.session_access a
                     WHERE a.session_id = s.session_id AND NOT a.ended AND a.expires_at > ?)
            """;
    private static final String FORGET_DETAILS = """
            UPDATE read_model.session
               SET address = NULL, user_agent = NULL
             WHERE session_id IN (
                   SELECT s.session_id FROM read_model.session s
                    WHERE s.seen_at < ? AND (s.address IS NOT NULL OR s.user_agent IS NOT NULL) AND NOT %s
                    LIMIT ? FOR UPDATE SKIP LOCKED)
            """.formatted(LIVES);

    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final LoginDetails details;

    SessionRows(DataSource dataSource, Clock clock, LoginDetails details) {
        this.jdbc = JdbcClient.create(dataSource);
        this.clock = clock;
        this.details = details;
    }

    void register(UUID account) {
        jdbc.sql("INSERT INTO read_model.session_holder (account_id) VALUES (?) ON CONFLICT DO NOTHING")
                .param(account)
                .update();
    }

    void add(SessionOpened opened) {
        boolean withDetails = hasDetails(opened.session(), opened.openedAt());
        jdbc.sql("""
                        INSERT INTO read_model.session
                               (session_id, account_id, seen_at, address, user_agent)
                        VALUES (?, ?, ?, ?, ?)
                        ON CONFLICT DO NOTHING
                        """)
                .params(opened.session(), opened.account(), utc(opened.openedAt()))
                .param(withDetails ? Personal.valueOf(opened.address()) : null)
                .param(withDetails ? Personal.valueOf(opened.userAgent()) : null)
                .update();
    }

    /** It was seen at another place. */
    void move(SessionSeenElsewhere seen) {
        boolean withDetails = hasDetails(seen.session(), seen.seenAt());
        int moved = jdbc.sql(
                        "UPDATE read_model.session SET seen_at = ?, address = ?, user_agent = ? WHERE session_id = ?")
                .param(utc(seen.seenAt()))
                .param(withDetails ? Personal.valueOf(seen.address()) : null)
                .param(withDetails ? Personal.valueOf(seen.userAgent()) : null)
                .param(seen.session())
                .update();
        if (moved == 0) {
            throw new MissingRow("session", seen.session());
        }
    }

    /** Of a session that lives they are shown, however old. */
    private boolean hasDetails(UUID session, Instant seenAt) {
        return details.areShownOf(seenAt)
                || jdbc.sql("SELECT " + LIVES + " FROM (SELECT CAST(? AS uuid) AS session_id) s")
                        .params(utc(clock.instant()), session)
                        .query(Boolean.class)
                        .single();
    }

    @Override
    public int forgetDetails(Instant before, int most) {
        return jdbc.sql(FORGET_DETAILS)
                .params(utc(before), utc(clock.instant()), most)
                .update();
    }

    void delete(UUID session) {
        jdbc.sql("DELETE FROM read_model.session WHERE session_id = ?")
                .param(session)
                .update();
    }

    void erase(UUID account) {
        jdbc.sql("DELETE FROM read_model.session WHERE account_id = ?")
                .param(account)
                .update();
        jdbc.sql("DELETE FROM read_model.session_holder WHERE account_id = ?")
                .param(account)
                .update();
    }

    /** Whether there is such a person to ask about. */
    boolean knows(AccountId account) {
        return jdbc.sql(KNOWN)
                .params(account.value(), account.value())
                .query(Boolean.class)
                .single();
    }

    /**
     * The newest live ones before a moment; of those of that very moment, the ones whose id sorts before another's.
     *
     * @param asking the session to mark as the current one
     */
    List<SessionItem> live(AccountId account, SessionId asking, Instant before, UUID beforeId, int limit) {
        return jdbc.sql(LIVE)
                .params(account.value(), utc(clock.instant()), utc(before), beforeId, limit)
                .query((row, number) -> item(row, asking))
                .list();
    }

    private static SessionItem item(ResultSet row, SessionId asking) throws SQLException {
        UUID id = row.getObject("session_id", UUID.class);
        return new SessionItem(
                id,
                instant(row, "signed_in_at"),
                instant(row, "expires_at"),
                instant(row, "last_used_at"),
                row.getString("address"),
                row.getString("user_agent"),
                WireNames.of(row.getBoolean("in_a_browser") ? Way.BROWSER_SESSION : Way.TOKEN_PAIR),
                asking.value().equals(id));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
