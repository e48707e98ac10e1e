package io.ringkey.query.replay;

import io.ringkey.query.processors.Periodically;
import io.ringkey.query.processors.Projections;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class ReplayConfiguration {

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    @Bean
    Replays replays(DataSource dataSource) {
        return new Replays(JdbcClient.create(dataSource));
    }

    @Bean
    Periodically replayWatch(
            Projections projections,
            Replays replays,
            @Qualifier("readModelTransactionManager") PlatformTransactionManager readModel,
            Clock clock) {
        var watch = new ReplayWatch(projections, replays, new TransactionTemplate(readModel), clock);
        return new Periodically("projection-replays", LOOK_EVERY, watch::look);
    }
}
