package io.ringkey.web.start;

import org.springframework.boot.SpringBootExceptionReporter;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Keeps Spring Boot from reporting at length what {@link RingkeyApplication#orExit} says in a sentence. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class BadSettingIsNoStackTrace implements SpringBootExceptionReporter {

    /** The constructor by which Spring Boot makes its reporters. */
    BadSettingIsNoStackTrace(@SuppressWarnings("unused") ConfigurableApplicationContext context) {}

    @Override
    public boolean reportException(Throwable failure) {
        return RingkeyApplication.badSettingIn(failure).isPresent();
    }
}
