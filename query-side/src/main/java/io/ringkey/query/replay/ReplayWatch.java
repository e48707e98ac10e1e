package io.ringkey.query.replay;

import io.ringkey.query.processors.Projections;
import io.ringkey.query.replay.Replay.State;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * What every process does about replays, again and again: lets go of a projection whose replay is requested, puts its
 * position back if it is the one that can, and works on it again after that. No process leads, so none is missed when it
 * dies on the way. For one thread.
 */
final class ReplayWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayWatch.class);
    /** A replay that could not begin by then is given up: nobody works on the projection while it waits. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final Projections projections;
    private final Replays replays;
    private final TransactionOperations readModel;
    private final Clock clock;

    ReplayWatch(Projections projections, Replays replays, TransactionOperations readModel, Clock clock) {
        this.projections = projections;
        this.replays = replays;
        this.readModel = readModel;
        this.clock = clock;
    }

    void look() {
        for (String projection : projections.names()) {
            Optional<Replay> replay = replays.find(projection);
            if (replay.isPresent() && replay.get().state() == State.REQUESTED) {
                begin(replay.get());
            } else {
                goOn(projection);
                replay.filter(running -> running.state() == State.RUNNING)
                        .filter(this::isBack)
                        .ifPresent(back -> replays.finished(projection, clock.instant()));
            }
        }
    }

    private void begin(Replay replay) {
        String projection = replay.projection();
        if (!projections.isStopped(projection)) {
            projections.stop(projection);
        }
        try {
            readModel.executeWithoutResult(transaction -> {
                if (replays.take(projection)) {
                    projections.reset(projection);
                    replays.runs(projection);
                }
            });
        } catch (UnableToClaimTokenException | TransientDataAccessException e) {
            giveUpAfterAWhile(replay, e);
        } catch (RuntimeException e) {
            giveUp(projection, e);
        }
    }

    private void giveUpAfterAWhile(Replay replay, RuntimeException why) {
        if (clock.instant().isAfter(replay.startedAt().plus(LONGEST_WAIT))) {
            giveUp(replay.projection(), why);
        } else {
            LOG.debug("The projection {} is still at work somewhere: {}", replay.projection(), why.getMessage());
        }
    }

    private void giveUp(String projection, RuntimeException why) {
        LOG.error("The projection {} could not be emptied for its replay", projection, why);
        replays.failed(projection, clock.instant());
    }

    private void goOn(String projection) {
        if (projections.isStopped(projection)) {
            projections.start(projection);
        }
    }

    private boolean isBack(Replay replay) {
        var segments = projections.positions(replay.projection());
        return !segments.isEmpty()
                && segments.stream().allMatch(segment -> segment.covers(replay.target()) && !segment.replaying());
    }
}
