package io.ringkey.command.dispatch;

import static org.axonframework.commandhandling.GenericCommandResultMessage.asCommandResultMessage;

import io.ringkey.eventstore.Gathering;
import java.util.Objects;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.messaging.MessageHandler;
import org.jspecify.annotations.Nullable;

/** A command whose caller waits for others to handle it, or for its turn to handle others. */
final class SharedCall extends Gathering.Caller {

    private final CommandMessage<?> command;
    private final MessageHandler<? super CommandMessage<?>> handler;
    private volatile @Nullable CommandResultMessage<?> answer;
    private volatile long position;

    SharedCall(CommandMessage<?> command, MessageHandler<? super CommandMessage<?>> handler) {
        this.command = command;
        this.handler = handler;
    }

    CommandMessage<?> command() {
        return command;
    }

    MessageHandler<? super CommandMessage<?>> handler() {
        return handler;
    }

    /** @param appended the position of its last event, or 0 when there is none */
    void answered(@Nullable Object with, long appended) {
        position = appended;
        answer = asCommandResultMessage(with);
        done();
    }

    void failed(Throwable cause) {
        answer = asCommandResultMessage(cause);
        done();
    }

    /** Its caller is to handle it, as if nobody else were there. */
    void handleAlone() {
        done();
    }

    boolean isAnswered() {
        return answer != null;
    }

    @SuppressWarnings("unchecked")
    <R> CommandResultMessage<R> answer() {
        return (CommandResultMessage<R>) Objects.requireNonNull(answer);
    }

    long position() {
        return position;
    }
}
