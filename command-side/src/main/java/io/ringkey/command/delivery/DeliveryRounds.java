package io.ringkey.command.delivery;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Looks after sendings that were lost or failed, and forgets what is over. */
@Component
final class DeliveryRounds {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryRounds.class);
    private static final Duration GRACE = Duration.ofMinutes(1);
    private static final Duration AT_THE_LATEST = Duration.ofHours(1);

    private final Sending sending;
    private final DeliveryRows rows;

    DeliveryRounds(Sending sending, DeliveryRows rows) {
        this.sending = sending;
        this.rows = rows;
    }

    @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    void sendDue() {
        round(sending::due);
    }

    @Scheduled(initialDelay = 20, fixedDelay = 20, timeUnit = TimeUnit.SECONDS)
    void forgetExpired() {
        round(() -> {
            sending.giveUpExpired();
            rows.deleteExpired(GRACE, AT_THE_LATEST);
        });
    }

    private static void round(Runnable round) {
        try {
            round.run();
        } catch (DataAccessException | TransactionException away) {
            LOG.warn(
                    "codes cannot be looked after now, next time perhaps: {}",
                    away.getClass().getSimpleName());
            LOG.debug("the cause", away);
        }
    }
}
