package io.ringkey.web.access;

import io.ringkey.api.session.SessionId;
import java.util.Optional;

/**
 * Reads the state of sessions for every authenticated call, so that a role, a block or an end takes effect whatever a token
 * says. Safe for concurrent use.
 */
public interface SessionStates {

    /**
     * The state of a session, or nothing when there is none.
     *
     * @throws org.springframework.dao.DataAccessException when the state cannot be read now
     */
    Optional<SessionState> find(SessionId session);
}
