package io.ringkey.command.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.limit.LimitRule;
import io.ringkey.command.limit.OncePerCommand.LimitsCall;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.axonframework.messaging.GenericMessage;
import org.junit.jupiter.api.Test;

class OncePerCommandTest {

    private static final GenericMessage<String> COMMAND = new GenericMessage<>("a command");
    private static final Refusal REFUSED =
            new Refusal(LimitRule.DAY_SENDS, new byte[0], Instant.EPOCH, Instant.MAX, true);

    private final OncePerCommand once = new OncePerCommand(InstantSource.system());

    /** Of more than it keeps, those who come now are known, and not those who were there first. */
    // C20
    @Test
    void knowsWhatTheNewestHaveCountedHoweverManyThereWere() {
        for (int number = 0; number < 40_000; number++) {
            once.note("command " + number, LimitsCall.TAKE_SEND, CompletableFuture.completedFuture(Optional.empty()));

            assertThat(once.hasCounted("command " + number, LimitsCall.TAKE_SEND))
                    .as("%s", number)
                    .isTrue();
        }
        assertThat(IntStream.range(39_000, 40_000))
                .allMatch(number -> once.hasCounted("command " + number, LimitsCall.TAKE_SEND));
    }

    // C20
    @Test
    void waitsForWhatIsCountedAheadOfIt() throws Exception {
        var ahead = new CompletableFuture<Optional<Refusal>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            once.note(COMMAND.getIdentifier(), LimitsCall.TAKE_SEND, ahead);

            var asked = threads.submit(() -> Handled.as(COMMAND, this::countedTwice));

            assertThat(asked.isDone()).isFalse();
            ahead.complete(Optional.of(REFUSED));
            assertThat(asked.get()).contains(REFUSED);
        }
    }

    /** What came to nothing for many at once may succeed for one, and is not asked for its answer again. */
    @Test
    void countsItselfWhereCountingAheadCameToNothing() {
        once.note(
                COMMAND.getIdentifier(),
                LimitsCall.TAKE_SEND,
                CompletableFuture.failedFuture(new IllegalStateException("no database")));

        assertThat(Handled.as(COMMAND, () -> once.count(LimitsCall.TAKE_SEND, () -> Optional.of(REFUSED))))
                .contains(REFUSED);
        assertThat(Handled.as(COMMAND, this::countedTwice)).contains(REFUSED);
    }

    private Optional<Refusal> countedTwice() {
        return once.count(LimitsCall.TAKE_SEND, () -> {
            throw new AssertionError("counted twice");
        });
    }
}
