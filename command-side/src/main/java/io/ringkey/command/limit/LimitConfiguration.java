package io.ringkey.command.limit;

import io.ringkey.command.delivery.DevelopmentDoors;
import io.ringkey.web.settings.Settings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class LimitConfiguration {

    @Bean
    LimitSettings limitSettings(Settings settings, DevelopmentDoors doors) {
        return LimitSettings.of(settings, doors);
    }
}
