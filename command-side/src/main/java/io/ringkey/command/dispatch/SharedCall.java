package io.ringkey.command.dispatch;

import static org.axonframework.commandhandling.GenericCommandResultMessage.asCommandResultMessage;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.messaging.MessageHandler;
import org.jspecify.annotations.Nullable;

/** A command whose caller waits for others to handle it, or for its turn to handle others. */
final class SharedCall {

    private final CommandMessage<?> command;
    private final MessageHandler<? super CommandMessage<?>> handler;
    private final CompletableFuture<Boolean> leads = new CompletableFuture<>();
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

    /** Waits until it is this caller's turn to lead, or another has done with the call. */
    boolean awaitTurn() {
        return leads.join();
    }

    void lead() {
        leads.complete(true);
    }

    /** @param appended the position of its last event, or 0 when there is none */
    void answered(@Nullable Object with, long appended) {
        position = appended;
        answer = asCommandResultMessage(with);
        leads.complete(false);
    }

    void failed(Throwable cause) {
        answer = asCommandResultMessage(cause);
        leads.complete(false);
    }

    /** Its caller is to handle it, as if nobody else were there. */
    void handleAlone() {
        leads.complete(false);
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
