package io.ringkey.command.dispatch;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.account.AccountId;
import io.ringkey.command.dispatch.Turns.Turn;
import io.ringkey.eventstore.AppendedPosition;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.callbacks.FutureCallback;
import org.axonframework.common.lock.LockAcquisitionFailedException;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.dao.ConcurrencyFailureException;

/**
 * Sends a command and waits for what comes of it. A command that lost a race against another one is sent again, whole,
 * until it gets through or its time is up. Thread-safe; works on the caller's thread. Not to be used by a command's
 * handler: commands about one thing take turns.
 */
public final class Commands {

    /** Metadata key of the account on whose behalf a command is sent. */
    public static final String ACTOR = "actor";

    /** Metadata key of the call that led to a command. */
    public static final String REQUEST_ID = "request_id";

    private static final int MOST_TRIES = 12;
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration LONGEST_QUEUE = Duration.ofSeconds(10);
    private static final long FIRST_PAUSE_MILLIS = 4;
    private static final long LONGEST_PAUSE_MILLIS = 500;

    private static final String DEADLOCK = "40P01";
    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private final CommandBus bus;
    private final RandomGenerator jitter;
    private final CommandMeters meters;
    private final Turns turns = new Turns();

    Commands(CommandBus bus, RandomGenerator jitter, CommandMeters meters) {
        this.bus = bus;
        this.jitter = jitter;
        this.meters = meters;
    }

    /** Whether the command that is being handled shares its transaction with others, whose wishes for it may be other ones. */
    public static boolean areSharing() {
        return SharingCommandBus.isSharing();
    }

    /**
     * Sends a command that nobody in particular asks for.
     *
     * @param outcome the type that the command's handler answers
     * @throws Failure as the handler threw it, or {@code try-later} when other commands kept getting in the way
     */
    public <T> Positioned<T> send(Object command, Class<T> outcome) {
        return send(command, outcome, null);
    }

    /**
     * Sends a command on somebody's behalf.
     *
     * @param outcome the type that the command's handler answers
     * @param actor whose wish it is, or {@code null}
     * @throws Failure as the handler threw it, or {@code try-later} when other commands kept getting in the way
     */
    public <T> Positioned<T> send(Object command, Class<T> outcome, @Nullable AccountId actor) {
        long begun = System.nanoTime();
        try {
            Positioned<T> answer = sendInTurn(command, outcome, actor);
            meters.ended(command, CommandEnd.of(answer.outcome()), begun);
            return answer;
        } catch (RuntimeException | Error thrown) {
            meters.ended(command, CommandEnd.ofThrown(thrown), begun);
            throw thrown;
        }
    }

    private <T> Positioned<T> sendInTurn(Object command, Class<T> outcome, @Nullable AccountId actor) {
        try (Turn turn = turns.take(command, LONGEST_QUEUE)) {
            if (turn == null) {
                throw tryLater();
            }
            CommandMessage<Object> message = GenericCommandMessage.asCommandMessage(command);
            return sendUntilItGetsThrough(message.andMetaData(metaData(actor)), outcome);
        }
    }

    private <T> Positioned<T> sendUntilItGetsThrough(CommandMessage<Object> message, Class<T> outcome) {
        long giveUpAt = System.nanoTime() + LONGEST.toNanos();
        for (int tried = 1; ; tried++) {
            AppendedPosition.clear();
            var callback = new FutureCallback<Object, Object>();
            bus.dispatch(message, callback);
            var result = callback.getResult();
            if (!result.isExceptional()) {
                return new Positioned<>(outcome.cast(result.getPayload()), AppendedPosition.last());
            }
            Throwable cause = result.exceptionResult();
            if (!lostARace(cause)) {
                throw unwrapped(cause);
            }
            if (tried == MOST_TRIES || System.nanoTime() > giveUpAt || !pause(tried)) {
                throw tryLater();
            }
            meters.triedAgain(message.getPayload());
        }
    }

    private static Failure tryLater() {
        return Failure.of(FailureCode.TRY_LATER).retryAfter(Duration.ofSeconds(1));
    }

    private static Map<String, Object> metaData(@Nullable AccountId actor) {
        var metaData = new HashMap<String, Object>();
        if (actor != null) {
            metaData.put(ACTOR, actor.toString());
        }
        String request = MDC.get(REQUEST_ID);
        if (request != null) {
            metaData.put(REQUEST_ID, request);
        }
        return metaData;
    }

    /** Whether only the presence of another command made this one fail, so that it may well get through next time. */
    private static boolean lostARace(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConcurrencyException
                    || cause instanceof AggregateStreamCreationException
                    || cause instanceof LockAcquisitionFailedException
                    || cause instanceof ConcurrencyFailureException) {
                return true;
            }
            if (cause instanceof SQLException failure && isConflict(failure.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isConflict(@Nullable String state) {
        return DEADLOCK.equals(state) || SERIALIZATION_FAILURE.equals(state) || LOCK_NOT_AVAILABLE.equals(state);
    }

    private static RuntimeException unwrapped(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Failure failure) {
                return failure;
            }
            if (cause instanceof AggregateNotFoundException) {
                return Failure.of(FailureCode.NOT_FOUND);
            }
        }
        return thrown instanceof RuntimeException unchecked
                ? unchecked
                : new CommandExecutionException("the command failed", thrown);
    }

    /** Waits a random while that grows with the tries; {@code false} when this thread was told to stop. */
    private boolean pause(int tried) {
        long most = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(tried, 10));
        try {
            Thread.sleep(1 + jitter.nextLong(most));
            return true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
