package io.ringkey.query.erasure;

import io.ringkey.eventstore.ConnectionPool;
import io.ringkey.eventstore.scrub.DailyScrub;
import io.ringkey.web.scrub.ScrubTimes;
import io.ringkey.web.settings.Settings;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ErasureConfiguration {

    @Bean
    DailyScrub scrubOfReadModels(DataSource dataSource, Settings settings, Clock clock) {
        return ScrubTimes.daily(List.of(ReadModelScrub.of(ConnectionPool.beside(dataSource), clock)), settings, clock);
    }
}
