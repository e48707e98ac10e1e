package io.ringkey.web.sample;

import io.ringkey.web.position.ViewPositions;
import java.time.Duration;

/** One view that has come to position 100. */
public final class FakeViews implements ViewPositions {

    @Override
    public boolean await(String view, long position, Duration atMost) {
        if (!view.equals("sample")) {
            throw new IllegalArgumentException("no such view");
        }
        return position <= 100;
    }
}
