package io.ringkey.command.account;

import io.ringkey.api.Caller;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.stereotype.Component;

/** Tells callers who have just signed in by a code from those who go on with an older session. Thread-safe. */
@Component
final class FreshSessions {

    private static final Duration FRESH = Duration.ofMinutes(10);

    private final InstantSource clock;

    FreshSessions(Clock clock) {
        this.clock = clock;
    }

    /**
     * Refuses a caller whose session was not signed in by a code within the last ten minutes. Refreshing a session makes
     * it no fresher.
     *
     * @throws Failure {@code session.not-fresh}
     */
    void require(Caller caller) {
        if (clock.instant().isAfter(caller.signedInAt().plus(FRESH))) {
            throw Failure.of(FailureCode.SESSION_NOT_FRESH);
        }
    }
}
