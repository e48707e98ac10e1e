package io.ringkey.command.dispatch;

import io.ringkey.web.position.EventPosition;
import io.ringkey.web.position.ViewPositions;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Lets clients see what they have just written without doing anything for it. Thread-safe. */
@Component
public final class OwnWrites {

    private static final String VIEW = "profiles";
    private static final Duration AT_MOST = Duration.ofSeconds(1);

    private final ViewPositions views;

    OwnWrites(ViewPositions views) {
        this.views = views;
    }

    /**
     * Names a write's position in the answer, and holds the answer back until the profile view has seen it, or for a
     * second.
     *
     * @param position 0 for a write that changed nothing: it has none to be named
     */
    public void settle(long position) {
        if (position > 0) {
            EventPosition.answer(position);
            views.await(VIEW, position, AT_MOST);
        }
    }
}
