package io.ringkey.eventstore;

import org.axonframework.common.jdbc.PersistenceExceptionResolver;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/**
 * Tells duplicate keys that mean "somebody else was first", which may be answered by loading again and retrying, from all
 * others: of the record's own only that of a stream's position, and those of rows that are written late beside it.
 */
final class StreamConflicts implements PersistenceExceptionResolver {

    static final String CONSTRAINT = "domain_event_stream_position";

    private static final String SCHEMA = "event_store";

    @Override
    public boolean isDuplicateKeyViolation(Exception exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException failure
                    && PSQLState.UNIQUE_VIOLATION.getState().equals(failure.getSQLState())) {
                ServerErrorMessage message = failure.getServerErrorMessage();
                return message != null
                        && (CONSTRAINT.equals(message.getConstraint()) || !SCHEMA.equals(message.getSchema()));
            }
        }
        return false;
    }
}
