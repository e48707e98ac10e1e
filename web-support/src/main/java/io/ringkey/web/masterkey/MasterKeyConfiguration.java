package io.ringkey.web.masterkey;

import io.ringkey.eventstore.MasterKey;
import io.ringkey.web.settings.BadSetting;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** The master key of the settings. */
@Configuration(proxyBeanMethods = false)
public class MasterKeyConfiguration {

    /** Lazy, since whoever wraps nothing needs none. */
    @Bean
    @Lazy
    MasterKey masterKey(Settings settings) {
        return of(settings);
    }

    /** @throws BadSetting when the settings name none */
    public static MasterKey of(Settings settings) {
        return new MasterKey(settings.masterKey()
                .orElseThrow(() -> new BadSetting(Setting.MASTER_KEY.variable() + " must be set.")));
    }
}
