package io.ringkey.command.limit;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Has a command count once, however often it is sent again because another got in its way: what it counted stays when its
 * transaction is undone. A command that is sent again is the same message on the same thread. Thread-safe.
 */
final class OncePerCommand {

    private final ThreadLocal<@Nullable Counted> newest = new ThreadLocal<>();

    private record Counted(String command, Map<LimitsCall, Optional<Refusal>> answers) {}

    /** What a command counts, each once. */
    enum LimitsCall {
        TAKE_SEND,
        GIVE_BACK,
        REFUSE,
        REFUSE_INVITE
    }

    /** What the counting answers, or what it answered when this command was sent before. */
    Optional<Refusal> count(LimitsCall call, Supplier<Optional<Refusal>> counting) {
        if (!CurrentUnitOfWork.isStarted()) {
            return counting.get();
        }
        String command = CurrentUnitOfWork.get().getMessage().getIdentifier();
        Counted counted = newest.get();
        if (counted == null || !counted.command().equals(command)) {
            counted = new Counted(command, new HashMap<>());
            newest.set(counted);
        }
        Optional<Refusal> before = counted.answers().get(call);
        if (before != null) {
            return before;
        }
        Optional<Refusal> answer = counting.get();
        counted.answers().put(call, answer);
        return answer;
    }
}
