package io.ringkey.query.login;

import io.ringkey.query.processors.Periodically;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LoginConfiguration {

    private static final Duration EVERY = Duration.ofMinutes(10);

    @Bean
    Periodically forgettingUnprovedCallers(ForgetUnprovedCallers callers) {
        return new Periodically("unproved-callers", EVERY, callers::forget);
    }
}
