package io.ringkey.query.referral;

import io.ringkey.query.processors.Periodically;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ReferralWatchConfiguration {

    /** A question waits for a person anyway. */
    private static final Duration EVERY = Duration.ofMinutes(5);

    @Bean
    Periodically lookingForOddReferrals(ReferralWatch watch) {
        return new Periodically("referral-watch", EVERY, watch::look);
    }
}
