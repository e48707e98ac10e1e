package io.ringkey.command.verification;

import io.ringkey.api.session.SessionId;
import io.ringkey.api.verification.ChallengeId;
import io.ringkey.eventstore.LateWrites;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which session waits for which new number's code. A row goes with its session's row, and with its challenge's. */
@Component
class PhoneChangeRows {

    private final JdbcClient jdbc;
    private final LateWrites lateWrites;

    PhoneChangeRows(DataSource dataSource, LateWrites lateWrites) {
        this.jdbc = JdbcClient.create(dataSource);
        this.lateWrites = lateWrites;
    }

    /** Notes what a session waits for from now on. A challenge for which nothing is sent is not noted. */
    void begin(SessionId session, ChallengeId challenge) {
        // After the challenge's own row, which is written late as well.
        lateWrites.add("""
                INSERT INTO command_state.phone_change (session_id, challenge_id)
                SELECT s.session_id, d.challenge_id
                  FROM command_state.session s, command_state.delivery d
                 WHERE s.session_id = ? AND d.challenge_id = ?
                   FOR KEY SHARE
                ON CONFLICT (session_id) DO UPDATE SET challenge_id = excluded.challenge_id
                """, session.value(), challenge.value());
    }

    /** What a session waits for; nothing when it has ended or waits for nothing. */
    Optional<ChallengeId> challengeOf(SessionId session) {
        return jdbc.sql("""
                        SELECT p.challenge_id
                          FROM command_state.phone_change p
                          JOIN command_state.session s USING (session_id)
                         WHERE p.session_id = ? AND s.ended_at IS NULL
                        """).param(session.value()).query(UUID.class).optional().map(ChallengeId::new);
    }
}
