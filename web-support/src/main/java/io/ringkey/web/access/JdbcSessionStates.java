package io.ringkey.web.access;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.session.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The state of sessions as the command side shows it to every side: one indexed read. */
final class JdbcSessionStates implements SessionStates {

    private final JdbcClient database;

    JdbcSessionStates(JdbcClient database) {
        this.database = database;
    }

    @Override
    public Optional<SessionState> find(SessionId session) {
        return database.sql("""
                        select session_id, account_id, role, blocked, ended, expires_at, signed_in_at,
                               last_used_at, browser_hash, confirmed
                        from command_state.session_access
                        where session_id = ?
                        """)
                .param(session.value())
                .query((row, number) -> state(row))
                .optional();
    }

    private static SessionState state(ResultSet row) throws SQLException {
        return new SessionState(
                new SessionId(row.getObject("session_id", UUID.class)),
                new AccountId(row.getObject("account_id", UUID.class)),
                Role.ofWireName(row.getString("role")),
                row.getBoolean("blocked"),
                row.getBoolean("ended"),
                row.getObject("expires_at", OffsetDateTime.class).toInstant(),
                row.getObject("signed_in_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_used_at", OffsetDateTime.class).toInstant(),
                row.getBytes("browser_hash"),
                row.getBoolean("confirmed"));
    }
}
