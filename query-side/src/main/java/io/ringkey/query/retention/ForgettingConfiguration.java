package io.ringkey.query.retention;

import io.ringkey.eventstore.LoginDetails;
import io.ringkey.query.processors.Periodically;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Takes out of the rows what is shown no more. */
@Configuration(proxyBeanMethods = false)
class ForgettingConfiguration {

    private static final Duration LOOK_EVERY = Duration.ofHours(1);
    /** So that a projection waits for few rows, and not for long. */
    private static final int AT_ONCE = 1_000;

    @Bean
    Periodically loginDetailsForgetting(List<HoldsLoginDetails> holders, LoginDetails details) {
        return new Periodically("login-details", LOOK_EVERY, () -> {
            if (details.areForgotten()) {
                holders.forEach(rows -> forget(rows, details.shownSince()));
            }
        });
    }

    private static void forget(HoldsLoginDetails rows, Instant before) {
        while (rows.forgetDetails(before, AT_ONCE) == AT_ONCE
                && !Thread.currentThread().isInterrupted()) {
            // there may be more
        }
    }
}
