package io.ringkey.command.dispatch;

import io.ringkey.eventstore.AppendedPosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.axonframework.commandhandling.CommandBusSpanFactory;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.messaging.DefaultInterceptorChain;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** One transaction with several commands. For one thread, once. */
final class SharedHandling {

    private static final Logger log = LoggerFactory.getLogger(SharedHandling.class);

    private final Transaction transaction;
    private final CommandBusSpanFactory spans;
    private final List<MessageHandlerInterceptor<? super CommandMessage<?>>> interceptors;
    private final Map<String, @Nullable Object> results = new HashMap<>();
    private boolean committing;

    SharedHandling(
            Transaction transaction,
            CommandBusSpanFactory spans,
            List<MessageHandlerInterceptor<? super CommandMessage<?>>> interceptors) {
        this.transaction = transaction;
        this.spans = spans;
        this.interceptors = interceptors;
    }

    /** Handles them all; or none, and leaves each to its caller, or answers why nobody knows. */
    GroupEnd handle(List<SharedCall> calls) {
        Map<String, SharedCall> byCommand = new HashMap<>();
        var messages = new ArrayList<CommandMessage<?>>();
        for (SharedCall call : calls) {
            byCommand.put(call.command().getIdentifier(), call);
            messages.add(call.command());
        }
        var unit = new BatchingUnitOfWork<CommandMessage<?>>(messages);
        AppendedPosition.clear();
        unit.start();
        unit.onCommit(ending -> {
            committing = true;
            transaction.commit();
        });
        unit.onRollback(ending -> transaction.rollback());
        ResultMessage<?> all = unit.executeWithResult(
                () -> {
                    SharedCall call = Objects.requireNonNull(
                            byCommand.get(unit.getMessage().getIdentifier()));
                    handle(call, unit);
                    return null;
                },
                RollbackConfigurationType.ANY_THROWABLE);
        if (!all.isExceptional()) {
            calls.forEach(call -> call.answered(
                    results.get(call.command().getIdentifier()),
                    AppendedPosition.lastOf(call.command().getIdentifier())));
            return GroupEnd.APPLIED;
        }
        if (committing) {
            // It may have been committed all the same: what was done must not be done twice.
            calls.forEach(call -> call.failed(all.exceptionResult()));
            return GroupEnd.UNKNOWN;
        }
        log.debug("{} commands that came at once are handled one by one", calls.size(), all.exceptionResult());
        calls.forEach(SharedCall::handleAlone);
        return GroupEnd.UNDONE;
    }

    private void handle(SharedCall call, BatchingUnitOfWork<CommandMessage<?>> unit) throws Exception {
        var chain = new DefaultInterceptorChain<CommandMessage<?>>(unit, interceptors, call.handler());
        Object result;
        try (var request = MDC.putCloseable(Commands.REQUEST_ID, requestOf(call.command()))) {
            result = spans.createHandleCommandSpan(call.command(), false).runCallable(chain::proceed);
        }
        results.put(
                call.command().getIdentifier(), result instanceof Message<?> message ? message.getPayload() : result);
    }

    private static @Nullable String requestOf(CommandMessage<?> command) {
        return command.getMetaData().get(Commands.REQUEST_ID) instanceof String request ? request : null;
    }
}
