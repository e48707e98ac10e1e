package io.ringkey.command.limit;

import io.ringkey.command.NewestKept;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/**
 * Has a command count once, however often it is sent again because another got in its way: what it counted stays when its
 * transaction is undone. A command that is sent again is the same message. Thread-safe.
 */
final class OncePerCommand {

    private static final Duration LONGER_THAN_ANY_COMMAND = Duration.ofMinutes(1);
    private static final int MOST_COMMANDS = 20_000;

    private final NewestKept<String, Map<LimitsCall, CompletableFuture<Optional<Refusal>>>> answers;

    OncePerCommand(InstantSource clock) {
        answers = new NewestKept<>(MOST_COMMANDS, LONGER_THAN_ANY_COMMAND, clock);
    }

    /** What a command counts, each once. */
    enum LimitsCall {
        TAKE_SEND,
        REFUSE,
        REFUSE_INVITE
    }

    /** What the counting answers, or what it answered when this command was sent before. */
    Optional<Refusal> count(LimitsCall call, Supplier<Optional<Refusal>> counting) {
        if (!CurrentUnitOfWork.isStarted()) {
            return counting.get();
        }
        String command = CurrentUnitOfWork.get().getMessage().getIdentifier();
        Map<LimitsCall, CompletableFuture<Optional<Refusal>>> mine = answersOf(command);
        CompletableFuture<Optional<Refusal>> before = mine.get(call);
        if (before != null) {
            try {
                return before.join();
            } catch (CompletionException uncounted) {
                mine.remove(call, before);
            }
        }
        Optional<Refusal> answer = counting.get();
        mine.put(call, CompletableFuture.completedFuture(answer));
        return answer;
    }

    boolean hasCounted(String command, LimitsCall call) {
        return answers.find(command).filter(mine -> mine.containsKey(call)).isPresent();
    }

    /** What is counted for a command before it asks. It waits for the answer; if there is none, it counts itself. */
    void note(String command, LimitsCall call, CompletableFuture<Optional<Refusal>> answer) {
        answersOf(command).put(call, answer);
    }

    private Map<LimitsCall, CompletableFuture<Optional<Refusal>>> answersOf(String command) {
        return answers.findOrKeep(command, ConcurrentHashMap::new);
    }
}
