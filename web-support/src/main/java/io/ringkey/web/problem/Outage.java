package io.ringkey.web.problem;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.axonframework.common.AxonTransientException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionTimedOutException;

/** What passes by itself: a database that is away or overloaded, a conflict that outlasted its retries. */
final class Outage {

    /**
     * Classes of SQLSTATE: connection lost, rolled back for another's sake, out of resources, an operator's doing, the
     * system's own fault.
     */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "57", "58");

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private Outage() {}

    static boolean isOne(Throwable link) {
        return link instanceof DataAccessResourceFailureException
                || link instanceof RecoverableDataAccessException
                || link instanceof TransientDataAccessException
                || link instanceof CannotCreateTransactionException
                || link instanceof TransactionTimedOutException
                || link instanceof AxonTransientException
                || link instanceof TimeoutException
                || link instanceof SQLTransientException
                || link instanceof SQLRecoverableException
                || link instanceof SQLException sql && passes(sql.getSQLState());
    }

    private static boolean passes(@Nullable String state) {
        return state != null
                && state.length() == 5
                && (PASSING.contains(state.substring(0, 2)) || state.equals(LOCK_NOT_AVAILABLE));
    }
}
