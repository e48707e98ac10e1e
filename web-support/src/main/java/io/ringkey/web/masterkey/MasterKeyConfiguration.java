package io.ringkey.web.masterkey;

import io.ringkey.eventstore.EventStoreConfiguration;
import io.ringkey.eventstore.MasterKey;
import io.ringkey.eventstore.MasterKeys;
import io.ringkey.web.settings.BadSetting;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import io.ringkey.web.settings.WrittenKeys;
import java.time.Clock;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** The master keys of the settings. */
@Configuration(proxyBeanMethods = false)
public class MasterKeyConfiguration {

    /** Lazy, since whoever wraps nothing needs none. */
    @Bean
    @Lazy
    MasterKeys masterKeys(Settings settings, Clock clock) {
        return of(settings, clock);
    }

    /**
     * Those of the settings; those of a file as they are then and later.
     *
     * @throws BadSetting when the settings name none
     */
    public static MasterKeys of(Settings settings) {
        return of(settings, EventStoreConfiguration.systemTime());
    }

    private static MasterKeys of(Settings settings, InstantSource clock) {
        return settings.given(Setting.MASTER_KEY)
                ? of(written(settings))
                : new FollowedMasterKeys(() -> of(written(settings)).all(), clock);
    }

    /** Those that stand there, and no others later. */
    public static MasterKeys of(WrittenKeys written) {
        return MasterKeys.of(written.bytes().stream().map(MasterKey::new).toArray(MasterKey[]::new));
    }

    /**
     * As they stand in the settings, or in the file now.
     *
     * @throws BadSetting when the settings name none
     */
    public static WrittenKeys written(Settings settings) {
        return settings.masterKeys().orElseThrow(() -> new BadSetting(Setting.MASTER_KEY.variable() + " must be set."));
    }
}
