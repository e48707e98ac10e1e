package io.ringkey.web.access;

import io.ringkey.api.session.SessionId;
import java.time.Duration;

/**
 * Is told that a browser has used its session, so that the session does not end for want of use (T9). Token pairs need
 * none of this: refreshing them is their use. Safe for concurrent use.
 */
public interface SessionUses {

    /** A session whose last use on record is younger than this need not be told of. */
    Duration AT_MOST_EVERY = Duration.ofMinutes(1);

    /** The channel of PostgreSQL by which one process tells another: the payload is the session's id. */
    String CHANNEL = "ringkey_session_used";

    /** A live session was used by its cookie. Never fails: a use that goes by unnoticed is followed by another. */
    void used(SessionId session);
}
