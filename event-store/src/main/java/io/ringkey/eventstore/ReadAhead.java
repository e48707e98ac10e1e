package io.ringkey.eventstore;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What was read at once for several commands that share a transaction, until the one that it is for asks for it. Each answer
 * is given once, and lives no longer than the transaction: whoever asks again, or elsewhere, has to read. Thread-safe; what is
 * put in by one transaction is seen by no other.
 *
 * @param <K> what is asked for
 * @param <V> what was found
 */
public final class ReadAhead<K, V> {

    /** Keeps an answer for whoever asks in this transaction; without a transaction it is forgotten. */
    public void put(K asked, V found) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            return;
        }
        Map<K, V> mine = mine();
        if (mine == null) {
            mine = new HashMap<>();
            TransactionSynchronizationManager.bindResource(this, mine);
            TransactionSynchronizationManager.registerSynchronization(new Forgetting(mine));
        }
        mine.put(asked, found);
    }

    /** The answer, for the first who asks. */
    public Optional<V> take(K asked) {
        Map<K, V> mine = mine();
        return mine == null ? Optional.empty() : Optional.ofNullable(mine.remove(asked));
    }

    @SuppressWarnings("unchecked")
    private @Nullable Map<K, V> mine() {
        return (Map<K, V>) TransactionSynchronizationManager.getResource(this);
    }

    private final class Forgetting implements TransactionSynchronization {

        private final Map<K, V> mine;

        Forgetting(Map<K, V> mine) {
            this.mine = mine;
        }

        @Override
        public void suspend() {
            TransactionSynchronizationManager.unbindResource(ReadAhead.this);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(ReadAhead.this, mine);
        }

        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(ReadAhead.this);
        }
    }
}
