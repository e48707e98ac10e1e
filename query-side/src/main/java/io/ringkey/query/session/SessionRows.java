package io.ringkey.query.session;

import io.ringkey.api.Personal;
import io.ringkey.api.account.AccountId;
import io.ringkey.api.people.SessionItem;
import io.ringkey.api.session.SessionEvent.SessionOpened;
import io.ringkey.api.session.SessionId;
import io.ringkey.query.MissingRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The tables {@code session} and {@code session_holder}. Whether a session still lives, and when it was last used, is
 * state and not on record: the write side shows it, as it does at every call.
 */
@Component
class SessionRows {

    private static final String LIVE = """
            SELECT s.session_id, s.opened_at, a.expires_at, a.last_used_at, s.address, s.user_agent, s.way
              FROM read_model.session s
              JOIN command_state.session_access a USING (session_id)
             WHERE s.account_id = ?
               AND NOT a.ended
               AND a.expires_at > ?
               AND (s.opened_at, s.session_id) < (?, ?)
             ORDER BY s.opened_at DESC, s.session_id DESC
             LIMIT ?
            """;

    private final JdbcClient jdbc;
    private final InstantSource clock;

    SessionRows(DataSource dataSource, Clock clock) {
        this.jdbc = JdbcClient.create(dataSource);
        this.clock = clock;
    }

    void register(UUID account) {
        jdbc.sql("INSERT INTO read_model.session_holder (account_id) VALUES (?) ON CONFLICT DO NOTHING")
                .param(account)
                .update();
    }

    void add(SessionOpened opened) {
        jdbc.sql("""
                        INSERT INTO read_model.session
                               (session_id, account_id, opened_at, way, address, user_agent)
                        VALUES (?, ?, ?, ?, ?, ?)
                        ON CONFLICT DO NOTHING
                        """)
                .params(
                        opened.session(),
                        opened.account(),
                        utc(opened.openedAt()),
                        opened.way().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .param(Personal.valueOf(opened.address()))
                .param(Personal.valueOf(opened.userAgent()))
                .update();
    }

    /** It was seen at another place. */
    void move(UUID session, Personal address, @Nullable Personal userAgent) {
        int moved = jdbc.sql("UPDATE read_model.session SET address = ?, user_agent = ? WHERE session_id = ?")
                .param(Personal.valueOf(address))
                .param(Personal.valueOf(userAgent))
                .param(session)
                .update();
        if (moved == 0) {
            throw new MissingRow("session", session);
        }
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
        return jdbc.sql("SELECT count(*) FROM read_model.session_holder WHERE account_id = ?")
                        .param(account.value())
                        .query(Long.class)
                        .single()
                > 0;
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

    void forgetAll() {
        jdbc.sql("TRUNCATE read_model.session, read_model.session_holder").update();
    }

    private static SessionItem item(ResultSet row, SessionId asking) throws SQLException {
        UUID id = row.getObject("session_id", UUID.class);
        return new SessionItem(
                id,
                instant(row, "opened_at"),
                instant(row, "expires_at"),
                instant(row, "last_used_at"),
                row.getString("address"),
                row.getString("user_agent"),
                row.getString("way"),
                asking.value().equals(id));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
