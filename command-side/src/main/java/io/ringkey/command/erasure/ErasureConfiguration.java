package io.ringkey.command.erasure;

import io.ringkey.eventstore.ConnectionPool;
import io.ringkey.eventstore.scrub.DailyScrub;
import io.ringkey.web.scrub.ScrubTimes;
import io.ringkey.web.settings.Settings;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ErasureConfiguration {

    @Bean
    DailyScrub scrubOfTheWriteSide(DataSource dataSource, Settings settings, Clock clock) {
        return ScrubTimes.daily(WriteSideScrub.of(ConnectionPool.beside(dataSource), clock), settings, clock);
    }
}
