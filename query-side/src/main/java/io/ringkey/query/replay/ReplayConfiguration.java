package io.ringkey.query.replay;

import io.micrometer.core.instrument.MeterRegistry;
import io.ringkey.eventstore.ConnectionPool;
import io.ringkey.eventstore.RecordedHistory;
import io.ringkey.query.processors.Periodically;
import io.ringkey.query.processors.Projections;
import io.ringkey.query.processors.ReplayLetters;
import jakarta.persistence.EntityManagerFactory;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class ReplayConfiguration {

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final Duration MEASURE_EVERY = Duration.ofSeconds(2);

    @Bean
    Replays replays(DataSource dataSource) {
        return new Replays(JdbcClient.create(dataSource));
    }

    @Bean
    Rebuilds rebuilds(
            Projections projections,
            RecordedHistory history,
            ReplayLetters letters,
            Replays replays,
            DataSource dataSource,
            EntityManagerFactory entityManagers,
            Clock clock) {
        return new Rebuilds(new Rebuild.Parts(
                projections,
                history,
                letters,
                replays,
                dataSource,
                ConnectionPool.beside(dataSource),
                entityManagers,
                clock));
    }

    @Bean
    ReplayMeters replayMeters(Replays replays, Projections projections, MeterRegistry registry) {
        return new ReplayMeters(replays, projections, registry);
    }

    @Bean
    Periodically replayLooks(ReplayMeters meters) {
        return new Periodically("replay-meters", MEASURE_EVERY, meters::look);
    }

    @Bean
    Periodically replaying(Rebuilds rebuilds) {
        return new Periodically("projection-replays", LOOK_EVERY, rebuilds::look);
    }
}
