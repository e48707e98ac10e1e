package io.ringkey.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.session.SessionId;
import io.ringkey.eventstore.TestDatabase;
import io.ringkey.web.access.PublicKeys.PublicKey;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

class SessionsAndKeysInTheDatabaseTest {

    private final JdbcClient database = JdbcClient.create(TestDatabase.at(TestDatabase.freshUrl()));

    @Test
    void aSessionIsReadAsItStands() {
        database.sql("""
                        create schema command_state;
                        create table command_state.session_access (session_id uuid, account_id uuid, role text,
                            blocked boolean, ended boolean, expires_at timestamptz, signed_in_at timestamptz,
                            browser_hash bytea, last_used_at timestamptz,
                            confirmed boolean);
                        insert into command_state.session_access values
                            ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000002', 'moderator',
                             true, false, '2026-07-01T00:00:00Z', '2026-06-01T00:00:00.5Z', '\\x0102', '2026-06-02T00:00:00Z',
                             false),
                            ('00000000-0000-0000-0000-000000000003', '00000000-0000-0000-0000-000000000004', 'user',
                             false, true, '2026-07-01T00:00:00Z', '2026-06-01T00:00:00Z', null, '2026-06-01T00:00:00Z',
                             true)
                        """).update();
        var sessions = new JdbcSessionStates(database);

        var found = sessions.find(new SessionId(new UUID(0, 1))).orElseThrow();
        assertThat(found)
                .usingRecursiveComparison()
                .isEqualTo(new SessionState(
                        new SessionId(new UUID(0, 1)),
                        new AccountId(new UUID(0, 2)),
                        Role.MODERATOR,
                        true,
                        false,
                        Instant.parse("2026-07-01T00:00:00Z"),
                        Instant.parse("2026-06-01T00:00:00.5Z"),
                        Instant.parse("2026-06-02T00:00:00Z"),
                        new byte[] {1, 2},
                        false));
        assertThat(sessions.find(new SessionId(new UUID(0, 3))).orElseThrow().browserHash())
                .isNull();
        assertThat(sessions.find(new SessionId(new UUID(0, 9)))).isEmpty();
    }

    @Test
    void keysAreReadWithTheTimeOfTheirEnd() {
        database.sql("""
                        create schema command_state;
                        create table command_state.public_key (kid text, jwk text, retired_at timestamptz);
                        insert into command_state.public_key values
                            ('a', '{}', null), ('b', '{}', '2026-06-01T00:00:00Z')
                        """).update();

        assertThat(new JdbcPublicKeys(database).all())
                .containsExactlyInAnyOrder(
                        new PublicKey("a", "{}", null),
                        new PublicKey("b", "{}", Instant.parse("2026-06-01T00:00:00Z")));
    }

    @Test // R7
    void aDatabaseThatIsAwaySaysSo() {
        var nowhere = new PGSimpleDataSource();
        nowhere.setUrl("jdbc:postgresql://127.0.0.1:1/nothing?connectTimeout=1");
        var away = JdbcClient.create(nowhere);

        assertThatThrownBy(() -> new JdbcSessionStates(away).find(new SessionId(new UUID(0, 1))))
                .isInstanceOf(DataAccessException.class);
        assertThatThrownBy(() -> new JdbcPublicKeys(away).all()).isInstanceOf(DataAccessException.class);
    }
}
