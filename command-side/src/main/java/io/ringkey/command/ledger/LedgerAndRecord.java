package io.ringkey.command.ledger;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.api.account.AccountCommand.EraseAccount;
import io.ringkey.api.account.AccountId;
import io.ringkey.command.dispatch.Commands;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.axonframework.spring.config.SpringAxonConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * Makes the ledger and the record say the same, before anything is served: whom the ledger knows as erased, and a restored
 * backup has brought back, is erased again (D4); whom the record knows as erased is added to the ledger.
 */
class LedgerAndRecord implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerAndRecord.class);

    private final ErasureLedger ledger;
    private final Erasures erasures;
    private final Commands commands;
    private volatile boolean running;

    LedgerAndRecord(ErasureLedger ledger, Erasures erasures, Commands commands) {
        this.ledger = ledger;
        this.erasures = erasures;
        this.commands = commands;
    }

    @Override
    public void start() {
        List<AccountId> back = erasures.here(ledger.erased());
        back.forEach(this::eraseAgain);
        if (!back.isEmpty()) {
            LOG.warn("{} people who had been erased came back with a backup, and were erased again", back.size());
        }
        catchUp();
        running = true;
    }

    private void eraseAgain(AccountId account) {
        try {
            commands.send(new EraseAccount(account, account), Void.class);
        } catch (Failure failure) {
            // Another process that starts at the same time has done it.
            if (failure.code() != FailureCode.NOT_FOUND) {
                throw failure;
            }
        }
    }

    /** What a crash, a full disk or another process kept from being added when it happened. */
    @Scheduled(initialDelay = 10, fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    void round() {
        try {
            catchUp();
        } catch (RuntimeException away) {
            LOG.warn("the erasure ledger cannot be brought up to date now: {}", away.getMessage());
        }
    }

    private void catchUp() {
        int added = ledger.add(erasures.onRecord());
        if (added > 0) {
            LOG.info("{} erased people were missing in the erasure ledger", added);
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After Axon, which takes the commands, and before whatever serves. */
    @Override
    public int getPhase() {
        return SpringAxonConfiguration.LIFECYCLE_PHASE + 1;
    }
}
