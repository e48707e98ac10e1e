package io.ringkey.query.processors;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.TransactionSystemException;

class OutagesTest {

    // R7: the pool's word on a connection that died has no state, and hides what it died of.
    @Test
    void isWhatATransactionWasToBeUndoneForWhereItCannotBe() {
        var notUndone = new TransactionSystemException("x", new SQLException("Connection is closed"));
        assertThat(Outages.isOne(notUndone)).isFalse();

        notUndone.initApplicationException(new DataAccessResourceFailureException("x"));

        assertThat(Outages.isOne(notUndone)).isTrue();
    }
}
