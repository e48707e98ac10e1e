package io.ringkey.web.access;

import io.ringkey.api.Caller;
import io.ringkey.api.account.Role;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Asks again whether a caller may go on, for answers that take so long that a role, a block or an end of the session may
 * take effect meanwhile (A6). Thread-safe.
 */
public final class Standing {

    private final Supplier<SessionStates> sessions;
    private final InstantSource clock;

    Standing(Supplier<SessionStates> sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /**
     * Whether somebody who was let in would still be.
     *
     * @param least the role that it takes
     * @throws org.springframework.dao.DataAccessException when it cannot be found out now
     */
    public boolean allows(Caller caller, Role least) {
        return sessions.get()
                .find(caller.session())
                .filter(state -> state.isLiveAt(clock.instant())
                        && !state.blocked()
                        && state.confirmed()
                        && state.account().equals(caller.account())
                        && state.role().includes(least))
                .isPresent();
    }
}
