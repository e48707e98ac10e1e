package io.ringkey.eventstore;

import org.axonframework.common.jdbc.PersistenceExceptionResolver;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/**
 * Tells the one duplicate key that means "somebody else wrote to this stream first" from all others: only that one may
 * be answered by loading again and retrying.
 */
final class StreamConflicts implements PersistenceExceptionResolver {

    static final String CONSTRAINT = "domain_event_stream_position";

    @Override
    public boolean isDuplicateKeyViolation(Exception exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException failure
                    && PSQLState.UNIQUE_VIOLATION.getState().equals(failure.getSQLState())) {
                ServerErrorMessage message = failure.getServerErrorMessage();
                return message != null && CONSTRAINT.equals(message.getConstraint());
            }
        }
        return false;
    }
}
