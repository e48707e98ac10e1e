package io.ringkey.eventstore;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * How long tests wait for what must come, of every module that has this one's tests: a shared machine may stand still for
 * seconds. Where a deadline is promised, {@link Times} tells whether it is kept.
 */
public final class Patience implements LauncherSessionListener {

    private static final Duration LONG = Duration.ofMinutes(1);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(LONG);
    }
}
