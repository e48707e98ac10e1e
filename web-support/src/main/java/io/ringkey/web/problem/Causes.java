package io.ringkey.web.problem;

import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.transaction.TransactionSystemException;

/**
 * A throwable and what caused it, from the outside in, as far as thirty deep. Where a transaction could not be undone either, what
 * it was to be undone for is the cause. Thread-safe.
 */
public final class Causes {

    private static final int DEEPEST = 30;

    private Causes() {}

    /** The throwable itself first. */
    public static Stream<Throwable> of(Throwable thrown) {
        Stream<Throwable> links = Stream.iterate(thrown, link -> link != null, Causes::next);
        return links.limit(DEEPEST);
    }

    static <T> Optional<T> find(Throwable thrown, Class<T> type) {
        return of(thrown).filter(type::isInstance).map(type::cast).findFirst();
    }

    @SuppressWarnings("NullAway") // the end of the chain; the predicate above stops there
    private static Throwable next(Throwable link) {
        return link instanceof TransactionSystemException notUndone && notUndone.getApplicationException() != null
                ? notUndone.getApplicationException()
                : link.getCause();
    }
}
