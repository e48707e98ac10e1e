package io.ringkey.command.delivery;

import io.ringkey.command.delivery.DeliveryRows.Row;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Takes sendings that this process has in hand from the start to whoever sends them, as soon as they are on record. Thread-safe.
 */
@Component
final class Outgoing {

    /** As long as nobody sends, what is made is found again by its row. */
    private volatile Consumer<Row> sender = row -> {};

    /** @param sender comes back at once and throws nothing */
    void goTo(Consumer<Row> sender) {
        this.sender = sender;
    }

    /** Leaves a row until the transaction at hand is committed; one that is undone has nothing to send. */
    void onceCommitted(Row row) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                if (status == STATUS_COMMITTED) {
                    sender.accept(row);
                }
            }
        });
    }
}
