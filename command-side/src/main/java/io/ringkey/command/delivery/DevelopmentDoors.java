package io.ringkey.command.delivery;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What makes life easy on one's own machine and must not be reachable from another (C23). That the program listens on
 * loopback alone is checked with the settings; here it is seen to that nobody passes calls on to it. Immutable.
 */
@Component
public final class DevelopmentDoors {

    private static final Logger LOG = LoggerFactory.getLogger(DevelopmentDoors.class);

    private static final String FORWARDED = "x-forwarded-";
    private static final Set<String> OTHER_FORWARDING_HEADERS = Set.of(
            "forwarded",
            "via",
            "x-real-ip",
            "x-client-ip",
            "x-cluster-client-ip",
            "x-original-forwarded-for",
            "true-client-ip",
            "cf-connecting-ip",
            "fastly-client-ip");

    private final boolean echo;
    private final boolean limits;

    DevelopmentDoors(Settings settings) {
        this.echo = settings.text(Setting.SMS_SENDER).equals(NothingToSend.ECHO);
        this.limits = settings.flag(Setting.LIMITS);
        if (echo) {
            LOG.warn("{}=echo: codes stand in the answers", Setting.SMS_SENDER.variable());
        }
        if (!limits) {
            LOG.warn("{}=off: codes can be asked for and guessed without limit", Setting.LIMITS.variable());
        }
    }

    /** Whether the code stands in the answer to whoever asks for one. */
    public boolean echo() {
        return echo;
    }

    /** Whether sending and guessing are limited. */
    public boolean limits() {
        return limits;
    }

    /**
     * Refuses a call that somebody else passed on, while a door is open.
     *
     * @throws Failure {@code door.closed}
     */
    public void refuseForwarded(HttpServletRequest request) {
        boolean open = echo || !limits;
        if (open && Collections.list(request.getHeaderNames()).stream().anyMatch(DevelopmentDoors::isForwarding)) {
            throw Failure.of(FailureCode.DOOR_CLOSED);
        }
    }

    private static boolean isForwarding(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return name.startsWith(FORWARDED) || OTHER_FORWARDING_HEADERS.contains(name);
    }
}
