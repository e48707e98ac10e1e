package io.ringkey.command.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.command.limit.OncePerCommand.LimitsCall;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OncePerCommandTest {

    private final OncePerCommand once = new OncePerCommand(InstantSource.system());

    /** Of more than it keeps, those who come now are known, and not those who were there first. */
    // C20
    @Test
    void knowsWhatTheNewestHaveCountedHoweverManyThereWere() {
        for (int number = 0; number < 40_000; number++) {
            once.note("command " + number, LimitsCall.TAKE_SEND, Optional.empty());

            assertThat(once.hasCounted("command " + number, LimitsCall.TAKE_SEND))
                    .as("%s", number)
                    .isTrue();
        }
        assertThat(IntStream.range(39_000, 40_000))
                .allMatch(number -> once.hasCounted("command " + number, LimitsCall.TAKE_SEND));
    }
}
