package io.ringkey.query.processors;

import io.ringkey.web.problem.Causes;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.axonframework.common.AxonTransientException;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.CannotCreateTransactionException;

/** Tells what passes by itself, and is no event's fault, from what an event brings about each time it is handled. */
public final class Outages {

    /** Classes of SQLSTATE: connection lost, rolled back for another's sake, out of resources, the system's own fault. */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "40", "53", "58");

    /** An operator's doing, but not a statement that was cancelled: one too slow for its limit is so again. */
    private static final String SHUT_DOWN = "57P";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private Outages() {}

    /** Whether it will pass: whoever met it tries again. */
    public static boolean isOne(Throwable thrown) {
        return Causes.of(thrown)
                .anyMatch(cause -> cause instanceof PutOff
                        || cause instanceof DataAccessResourceFailureException
                        || cause instanceof CannotCreateTransactionException
                        || cause instanceof UnableToClaimTokenException
                        || cause instanceof AxonTransientException
                        || cause instanceof SQLTransientException
                        || cause instanceof SQLRecoverableException
                        || cause instanceof SQLException sql && passes(sql.getSQLState()));
    }

    /** What to throw instead, which says which of the two it is and quotes nothing. */
    static RuntimeException toldApart(Throwable thrown) {
        return isOne(thrown) ? new PutOff(thrown) : NotProjected.because(thrown);
    }

    private static boolean passes(@Nullable String state) {
        return state != null
                && state.length() == 5
                && (PASSING_CLASSES.contains(state.substring(0, 2))
                        || state.startsWith(SHUT_DOWN)
                        || state.equals(LOCK_NOT_AVAILABLE));
    }

    /** The database is away, or asks to be left alone for a moment. Without what was thrown, which may quote data. */
    public static final class PutOff extends RuntimeException {

        private static final long serialVersionUID = 1L;

        PutOff(Throwable because) {
            super(NotProjected.because(because).getMessage(), null, false, false);
        }
    }
}
