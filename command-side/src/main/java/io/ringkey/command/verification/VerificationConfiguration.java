package io.ringkey.command.verification;

import io.ringkey.command.delivery.DevelopmentDoors;
import io.ringkey.web.settings.Settings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class VerificationConfiguration {

    @Bean
    VerificationRules verificationRules(Settings settings, DevelopmentDoors doors) {
        return VerificationRules.of(settings, doors.limits());
    }
}
