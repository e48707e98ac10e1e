package io.ringkey.command.session;

import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** How long sessions and their tokens live. Immutable. */
@Component
final class SessionLife {

    private final Duration atMost;
    private final Duration unused;
    private final Duration accessToken;

    SessionLife(Settings settings) {
        this.atMost = settings.duration(Setting.REFRESH_TTL);
        this.unused = settings.duration(Setting.SESSION_IDLE);
        this.accessToken = settings.duration(Setting.ACCESS_TTL);
    }

    /** When a session that is opened now ends, however much it is used (T9). */
    Instant endOf(Instant openedAt) {
        return openedAt.plus(atMost);
    }

    /** When a session that is used now ends unless it is used again (T9). */
    Instant idleAfter(Instant usedAt) {
        return usedAt.plus(unused);
    }

    Duration accessToken() {
        return accessToken;
    }
}
