package io.ringkey.web.start;

import io.ringkey.api.CannotRun;
import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Keeps Spring Boot from reporting at length what {@link RingkeyApplication#orExit} says in a sentence. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class OneSentenceIsNoStackTrace implements SpringBootExceptionReporter {

    /** The constructor by which Spring Boot makes its reporters. */
    OneSentenceIsNoStackTrace(@SuppressWarnings("unused") ConfigurableApplicationContext context) {}

    @Override
    public boolean reportException(Throwable failure) {
        return CannotRun.in(failure) != null;
    }
}
