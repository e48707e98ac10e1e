package io.ringkey.command.delivery;

import io.ringkey.api.delivery.DeliveryCommand.RecordCodeSent;
import io.ringkey.api.delivery.DeliveryCommand.RecordSendingFailed;
import io.ringkey.command.delivery.CodeSender.Message;
import io.ringkey.command.delivery.CodeSender.Sent;
import io.ringkey.command.delivery.DeliveryRows.Row;
import io.ringkey.command.dispatch.Commands;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.axonframework.spring.config.SpringAxonConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sends codes, each sending in one pair of hands at a time: it is this process's by a lease on its row, which whoever makes a row
 * has from the start. Hands it to the sender, records what became of it. Whatever gets lost on the way is found again by its row,
 * so a crash costs at most one message sent twice (R4). Only rows are sent, never what is read in the record (R3).
 */
final class Sending implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Sending.class);

    private static final Duration LEASE = Duration.ofSeconds(15);

    /** What a lease must have left when a sender is given the message: longer than its patience. */
    private static final Duration LEFT = Duration.ofSeconds(5);

    private static final List<Duration> PAUSES =
            List.of(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(45));

    private static final int HANDS = 8;
    private static final int WAITING = 1_000;
    private static final long LONGEST_GOODBYE_SECONDS = 5;

    private final DeliveryRows rows;
    private final Outgoing outgoing;
    private final CodeSender sender;
    private final MessageTexts texts;
    private final Commands commands;
    private final InstantSource clock;
    private final SendMeters meters;
    private final ExecutorService work = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("send-codes-", 0).factory());
    private final Semaphore hands = new Semaphore(HANDS);
    private final Semaphore room = new Semaphore(WAITING);
    private volatile boolean running;

    Sending(
            DeliveryRows rows,
            Outgoing outgoing,
            CodeSender sender,
            MessageTexts texts,
            Commands commands,
            InstantSource clock,
            SendMeters meters) {
        this.rows = rows;
        this.outgoing = outgoing;
        this.sender = sender;
        this.texts = texts;
        this.commands = commands;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * Sends what this process has in hand, elsewhere; returns at once. Too much at once is no loss: what is turned away here is due
     * later.
     */
    void soon(Row row) {
        if (!room.tryAcquire()) {
            LOG.debug("too many codes are waiting to be sent; some will be late");
            return;
        }
        try {
            work.execute(() -> {
                try {
                    send(row);
                } catch (RuntimeException unexpected) {
                    LOG.warn(
                            "a code was not sent; it will be tried again: {}",
                            unexpected.getClass().getSimpleName());
                    LOG.debug("the cause", unexpected);
                } finally {
                    room.release();
                }
            });
        } catch (RejectedExecutionException stopping) {
            room.release();
        }
    }

    /** Sends what was lost or is to be tried again; returns at once. Once stopped it leaves that to others. */
    void due() {
        int free = running ? hands.availablePermits() : 0;
        if (free > 0) {
            rows.claimDue(LEASE, free).forEach(this::soon);
        }
    }

    /** Records the sendings that were not done in time. */
    void giveUpExpired() {
        rows.expiredUnsent(WAITING).forEach(row -> failed(row, "expired"));
    }

    private void send(Row row) {
        Sent sent;
        hands.acquireUninterruptibly();
        try {
            if (!isHeld(row)) {
                return;
            }
            sent = handOver(row);
        } finally {
            hands.release();
        }
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

    /** What has waited for so long that others could soon take it for lost, or have, is sent only if it can be kept. */
    private boolean isHeld(Row row) {
        return clock.instant().plus(LEFT).isBefore(row.leasedUntil()) || rows.renew(row, LEASE);
    }

    private Sent handOver(Row row) {
        if (!clock.instant().isBefore(row.expiresAt())) {
            return new Sent.Failed("expired");
        }
        return rows.codeOf(row)
                .map(code ->
                        new Message(row.phone(), texts.of(code), code, row.challenge(), row.send(), row.expiresAt()))
                .map(message -> meters.time(() -> sender.send(message)))
                .orElseGet(() -> new Sent.Failed("key-gone"));
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
        outgoing.goTo(this::soon);
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
