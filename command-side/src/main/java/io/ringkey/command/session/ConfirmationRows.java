package io.ringkey.command.session;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.session.SessionId;
import io.ringkey.eventstore.LateWrites;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which sessions are unconfirmed. What such a session does is no use of the number by its person. */
@Component
class ConfirmationRows implements UnconfirmedSessions {

    private final JdbcClient jdbc;
    private final LateWrites lateWrites;

    ConfirmationRows(DataSource dataSource, LateWrites lateWrites) {
        this.jdbc = JdbcClient.create(dataSource);
        this.lateWrites = lateWrites;
    }

    /**
     * Whether nobody known to be the person has used the account since a moment, or could be using it now.
     *
     * @param but a session that does not count
     */
    boolean isDormant(AccountId account, SessionId but, Instant since, Instant now) {
        return jdbc.sql("""
                        SELECT count(*) FROM command_state.account a
                         WHERE a.account_id = ? AND a.created_at <= ?
                           AND NOT EXISTS (
                               SELECT 1 FROM command_state.session s
                                WHERE s.account_id = a.account_id AND s.session_id <> ? AND NOT s.unconfirmed
                                  AND (greatest(s.signed_in_at, s.refreshed_at, s.last_used_at) > ?
                                       OR s.ended_at IS NULL AND least(s.expires_at, s.idle_until) > ?))
                        """)
                        .params(
                                account.value(),
                                since.atOffset(ZoneOffset.UTC),
                                but.value(),
                                since.atOffset(ZoneOffset.UTC),
                                now.atOffset(ZoneOffset.UTC))
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Of a session that this transaction opens. */
    void leaveUnconfirmed(SessionId session) {
        lateWrites.add("UPDATE command_state.session SET unconfirmed = true WHERE session_id = ?", session.value());
    }

    /** Whether the session is confirmed by this, and was not before. */
    boolean confirm(AccountId account, SessionId session) {
        return jdbc.sql("""
                        UPDATE command_state.session SET unconfirmed = false
                         WHERE session_id = ? AND account_id = ? AND unconfirmed AND ended_at IS NULL
                        """).params(session.value(), account.value()).update() > 0;
    }

    /** The sessions that are confirmed by this. */
    List<SessionId> confirmAll(AccountId account) {
        return jdbc.sql("""
                        UPDATE command_state.session SET unconfirmed = false
                         WHERE account_id = ? AND unconfirmed AND ended_at IS NULL
                        RETURNING session_id
                        """).param(account.value()).query(UUID.class).list().stream()
                .map(SessionId::new)
                .toList();
    }

    /** Whether there is such a session of the account, not ended. */
    boolean isOf(AccountId account, SessionId session) {
        return jdbc.sql("""
                        SELECT count(*) FROM command_state.session
                         WHERE session_id = ? AND account_id = ? AND ended_at IS NULL
                        """)
                        .params(session.value(), account.value())
                        .query(Long.class)
                        .single()
                > 0;
    }

    @Override
    public boolean lock(AccountId account, SessionId session) {
        return jdbc.sql("""
                        SELECT 1 FROM command_state.session
                         WHERE session_id = ? AND account_id = ? AND unconfirmed AND ended_at IS NULL
                           FOR NO KEY UPDATE
                        """)
                .params(session.value(), account.value())
                .query(Integer.class)
                .optional()
                .isPresent();
    }
}
