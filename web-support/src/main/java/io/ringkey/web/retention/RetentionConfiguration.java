package io.ringkey.web.retention;

import io.ringkey.eventstore.LoginDetails;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How long what is shown only for a time is shown, by the settings. */
@Configuration(proxyBeanMethods = false)
public class RetentionConfiguration {

    @Bean
    LoginDetails loginDetails(Settings settings, Clock clock) {
        return new LoginDetails(
                settings.optionalDuration(Setting.LOGIN_DETAILS_KEPT).orElse(null), clock);
    }
}
