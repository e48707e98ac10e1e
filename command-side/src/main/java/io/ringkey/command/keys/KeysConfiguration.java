package io.ringkey.command.keys;

import io.ringkey.api.Randomness;
import io.ringkey.command.schema.CommandSideSchema;
import io.ringkey.eventstore.MasterKeys;
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
            CommandSideSchema migrated, DataSource dataSource, MasterKeys master, Randomness randomness, Clock clock) {
        return new JdbcKeyRing(JdbcClient.create(dataSource), master, randomness, clock);
    }

    @Bean
    KeyRotation keyRotation(
            DataSource dataSource, MasterKeys master, Randomness randomness, Settings settings, Clock clock) {
        var jdbc = JdbcClient.create(dataSource);
        return new KeyRotation(jdbc, new KeyMaker(jdbc, master, randomness, clock), settings, clock);
    }
}
