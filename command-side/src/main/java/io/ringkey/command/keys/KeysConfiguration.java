package io.ringkey.command.keys;

import io.ringkey.api.Randomness;
import io.ringkey.command.schema.CommandSideSchema;
import io.ringkey.web.settings.BadSetting;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class KeysConfiguration {

    @Bean
    KeyRing keyRing(
            CommandSideSchema migrated, DataSource dataSource, Settings settings, Randomness randomness, Clock clock) {
        byte[] master =
                settings.masterKey().orElseThrow(() -> new BadSetting(Setting.MASTER_KEY.variable() + " must be set."));
        return new JdbcKeyRing(JdbcClient.create(dataSource), new MasterKey(master, randomness), randomness, clock);
    }
}
