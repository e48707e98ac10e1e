package io.ringkey.command.dispatch;

import io.ringkey.eventstore.AppendedPosition;
import io.ringkey.eventstore.Gathering;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.axonframework.commandhandling.CommandBusSpanFactory;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.Registration;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles commands that come while others are under way together, in one transaction ({@link Gathering}).
 *
 * <p>Commands that share a transaction are about different things, and each answers as it would alone. If any of them fails,
 * all are undone and each is handled alone, so that nobody's failure is another's. Thread-safe.
 */
final class SharingCommandBus extends SimpleCommandBus {

    private static final Logger log = LoggerFactory.getLogger(SharingCommandBus.class);

    private static final int MOST = 64;

    private final TransactionManager transactions;
    private final CommandBusSpanFactory spans;
    private final Supplier<SharedCommands> shared;
    private final GroupMeters meters;
    private final List<MessageHandlerInterceptor<? super CommandMessage<?>>> interceptors =
            new CopyOnWriteArrayList<>();

    private final Gathering<SharedCall> gathering = new Gathering<>();

    SharingCommandBus(
            TransactionManager transactions,
            CommandBusSpanFactory spans,
            Supplier<SharedCommands> shared,
            GroupMeters meters) {
        super(SimpleCommandBus.builder().transactionManager(transactions).spanFactory(spans));
        this.transactions = transactions;
        this.spans = spans;
        this.shared = shared;
        this.meters = meters;
    }

    /** Whether the command that is being handled shares its transaction with others. */
    static boolean isSharing() {
        return CurrentUnitOfWork.isStarted() && CurrentUnitOfWork.get() instanceof BatchingUnitOfWork<?>;
    }

    @Override
    public Registration registerHandlerInterceptor(
            MessageHandlerInterceptor<? super CommandMessage<?>> handlerInterceptor) {
        interceptors.add(handlerInterceptor);
        Registration ofThoseAlone = super.registerHandlerInterceptor(handlerInterceptor);
        return () -> interceptors.remove(handlerInterceptor) & ofThoseAlone.cancel();
    }

    @Override
    protected <C, R> void handle(
            CommandMessage<C> command,
            MessageHandler<? super CommandMessage<?>> handler,
            CommandCallback<? super C, ? super R> callback) {
        if (CurrentUnitOfWork.isStarted() || !shared.get().mayShare(command.getPayload())) {
            super.handle(command, handler, callback);
            return;
        }
        var call = new SharedCall(command, handler);
        gathering.serve(call, MOST, this::handleAll);
        if (call.isAnswered()) {
            AppendedPosition.handOver(call.position());
            CommandResultMessage<R> answer = call.answer();
            callback.onResult(command, answer);
        } else {
            super.handle(command, handler, callback);
        }
    }

    /** How many wait for somebody to lead them. */
    int waiting() {
        return gathering.waiting();
    }

    private void handleAll(List<SharedCall> calls) {
        try {
            handleTogether(calls);
        } catch (RuntimeException | Error unforeseen) {
            calls.forEach(call -> call.failed(unforeseen));
            throw unforeseen;
        }
    }

    private void handleTogether(List<SharedCall> calls) {
        Transaction transaction;
        try {
            transaction = transactions.startTransaction();
        } catch (RuntimeException noDatabase) {
            calls.forEach(call -> call.failed(noDatabase));
            gathering.takeAll().forEach(call -> call.failed(noDatabase));
            return;
        }
        List<SharedCall> together;
        try {
            together = thoseWhoCanGoTogether(calls);
        } catch (RuntimeException failed) {
            undo(transaction);
            meters.ended(GroupEnd.UNDONE);
            calls.forEach(SharedCall::handleAlone);
            return;
        }
        if (together.isEmpty()) {
            undo(transaction);
        } else {
            meters.ended(new SharedHandling(transaction, spans, interceptors).handle(together));
        }
    }

    /** Nothing has been written: where there is no connection any more to undo it on, nobody misses that. */
    private static void undo(Transaction readOnly) {
        try {
            readOnly.rollback();
        } catch (RuntimeException gone) {
            log.debug("A transaction that had only read could not be undone", gone);
        }
    }

    private List<SharedCall> thoseWhoCanGoTogether(List<SharedCall> calls) {
        Set<String> able = new HashSet<>();
        shared.get()
                .readAhead(calls.stream()
                        .<CommandMessage<?>>map(SharedCall::command)
                        .toList())
                .forEach(command -> able.add(command.getIdentifier()));
        var together = new ArrayList<SharedCall>();
        for (SharedCall call : calls) {
            if (able.contains(call.command().getIdentifier())) {
                together.add(call);
            } else {
                call.handleAlone();
            }
        }
        return together;
    }
}
