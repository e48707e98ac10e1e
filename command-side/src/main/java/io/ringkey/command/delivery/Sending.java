package io.ringkey.command.delivery;

import io.ringkey.api.delivery.DeliveryCommand.RecordCodeSent;
import io.ringkey.api.delivery.DeliveryCommand.RecordSendingFailed;
import io.ringkey.api.verification.ChallengeId;
import io.ringkey.command.delivery.CodeSender.Message;
import io.ringkey.command.delivery.CodeSender.Sent;
import io.ringkey.command.delivery.DeliveryRows.Row;
import io.ringkey.command.dispatch.Commands;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.spring.config.SpringAxonConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sends codes, each sending in one pair of hands at a time: takes it by a lease on its row, hands it to the sender,
 * records what became of it. Whatever gets lost on the way is found again by its row, so a crash costs at most one
 * message sent twice (R4).
 */
final class Sending implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

    /** Longer than a sender's patience. */
    private static final Duration LEASE = Duration.ofSeconds(15);

    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(45));

    private static final int HANDS = 8;
    private static final int WAITING = 1_000;
    private static final int MOST_CLAIMED = 100;
    private static final long LONGEST_GOODBYE_SECONDS = 5;

    private final DeliveryRows rows;
    private final CodeSender sender;
    private final MessageTexts texts;
    private final Commands commands;
    private final InstantSource clock;
    private final SendMeters meters;
    private final ExecutorService work = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("send-codes-", 0).factory());
    private final Semaphore hands = new Semaphore(HANDS);
    private final Semaphore room = new Semaphore(WAITING);
    private final Queue<ChallengeId> wanted = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean claiming = new AtomicBoolean();
    private volatile boolean running;

    Sending(
            DeliveryRows rows,
            CodeSender sender,
            MessageTexts texts,
            Commands commands,
            InstantSource clock,
            SendMeters meters) {
        this.rows = rows;
        this.sender = sender;
        this.texts = texts;
        this.commands = commands;
        this.clock = clock;
        this.meters = meters;
    }

    /** Sends what a challenge has waiting, soon and elsewhere; returns at once. */
    void soon(ChallengeId challenge) {
        wanted.add(challenge);
        if (claiming.compareAndSet(false, true) && !inHand(this::claimWanted)) {
            claiming.set(false);
        }
    }

    /** Those that have come since are taken at once. */
    private void claimWanted() {
        try {
            for (List<ChallengeId> next = nextWanted(); !next.isEmpty(); next = nextWanted()) {
                rows.claim(next, LEASE).forEach(row -> inHand(() -> send(row)));
            }
        } finally {
            claiming.set(false);
        }
        // Whoever came between the last look and the end has been told that somebody was at it.
        if (!wanted.isEmpty() && claiming.compareAndSet(false, true)) {
            claimWanted();
        }
    }

    private List<ChallengeId> nextWanted() {
        var next = new ArrayList<ChallengeId>();
        while (next.size() < MOST_CLAIMED && !wanted.isEmpty()) {
            ChallengeId challenge = wanted.poll();
            if (challenge != null) {
                next.add(challenge);
            }
        }
        return next;
    }

    /** Sends what was lost or is to be tried again; returns at once. */
    void due() {
        int free = hands.availablePermits();
        if (free > 0) {
            rows.claimDue(LEASE, free).forEach(row -> inHand(() -> send(row)));
        }
    }

    /** Records the sendings that were not done in time. */
    void giveUpExpired() {
        rows.expiredUnsent(WAITING).forEach(row -> failed(row, "expired"));
    }

    /** Too much at once is no loss: what is turned away here is due later. */
    private boolean inHand(Runnable task) {
        if (!room.tryAcquire()) {
            LOG.debug("too many codes are waiting to be sent; some will be late");
            return false;
        }
        try {
            work.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException unexpected) {
                    LOG.warn(
                            "a code was not sent; it will be tried again: {}",
                            unexpected.getClass().getSimpleName());
                    LOG.debug("the cause", unexpected);
                } finally {
                    room.release();
                }
            });
            return true;
        } catch (RejectedExecutionException stopping) {
            room.release();
            return false;
        }
    }

    private void send(Row row) {
        Instant now = clock.instant();
        if (!now.isBefore(row.expiresAt())) {
            failed(row, "expired");
            return;
        }
        Sent sent = rows.codeOf(row)
                .map(code ->
                        new Message(row.phone(), texts.of(code), code, row.challenge(), row.send(), row.expiresAt()))
                .map(this::handOver)
                .orElseGet(() -> new Sent.Failed("key-gone"));
        switch (sent) {
            case Sent.Taken taken -> {
                if (row.send() == 1) {
                    meters.waited(Duration.between(row.requestedAt(), clock.instant()));
                }
                commands.send(
                        new RecordCodeSent(row.stream(), row.challenge(), row.send(), sender.name()), Boolean.class);
            }
            case Sent.Failed failed -> {
                Instant again = row.attempts() > PAUSES.size()
                        ? Instant.MAX
                        : clock.instant().plus(PAUSES.get(row.attempts() - 1));
                if (again.isBefore(row.expiresAt())) {
                    rows.tryAgainAt(row.challenge(), again);
                } else {
                    failed(row, failed.reason());
                }
            }
        }
    }

    private Sent handOver(Message message) {
        hands.acquireUninterruptibly();
        try {
            return meters.time(() -> sender.send(message));
        } finally {
            hands.release();
        }
    }

    private void failed(Row row, String reason) {
        var recorded = commands.send(
                new RecordSendingFailed(row.stream(), row.challenge(), row.send(), sender.name(), reason),
                Boolean.class);
        if (recorded.outcome()) {
            meters.givenUp();
        }
    }

    @Override
    public void start() {
        running = true;
    }

    /** Finishes what is in hand. What waits is found again by its row. */
    @Override
    public void stop() {
        running = false;
        work.shutdown();
        try {
            if (!work.awaitTermination(LONGEST_GOODBYE_SECONDS, TimeUnit.SECONDS)) {
                work.shutdownNow();
            }
        } catch (InterruptedException stopping) {
            work.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops before Axon does, which takes the record of what was sent, and after the last call was answered. */
    @Override
    public int getPhase() {
        return SpringAxonConfiguration.LIFECYCLE_PHASE + 1;
    }
}
