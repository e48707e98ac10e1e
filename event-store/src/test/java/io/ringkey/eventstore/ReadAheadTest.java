package io.ringkey.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

class ReadAheadTest {

    private final TransactionTemplate transaction =
            new TransactionTemplate(new JdbcTransactionManager(TestDatabase.at(TestDatabase.freshUrl())));
    private final ReadAhead<String, Integer> ahead = new ReadAhead<>();

    @Test
    void answersTheFirstWhoAsksInTheTransaction() {
        transaction.executeWithoutResult(status -> {
            ahead.put("one", 1);

            assertThat(ahead.take("two")).isEmpty();
            assertThat(ahead.take("one")).contains(1);
            assertThat(ahead.take("one")).isEmpty();
        });
    }

    @Test
    void forgetsWithTheTransaction() {
        transaction.executeWithoutResult(status -> ahead.put("one", 1));

        transaction.executeWithoutResult(status -> assertThat(ahead.take("one")).isEmpty());
        ahead.put("two", 2);
        assertThat(ahead.take("two")).isEmpty();
    }

    @Test
    void tellsATransactionInsideNothing() {
        var inside = new TransactionTemplate(transaction.getTransactionManager());
        inside.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);

        transaction.executeWithoutResult(status -> {
            ahead.put("one", 1);
            inside.executeWithoutResult(other -> assertThat(ahead.take("one")).isEmpty());
            assertThat(ahead.take("one")).contains(1);
        });
    }
}
