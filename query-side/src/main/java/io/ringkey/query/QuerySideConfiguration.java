package io.ringkey.query;

import io.ringkey.eventstore.EventStoreConfiguration;
import io.ringkey.eventstore.SchemaMigrations;
import io.ringkey.eventstore.SubjectKeys;
import io.ringkey.web.WebSupportConfiguration;
import io.ringkey.web.settings.Setting;
import io.ringkey.web.settings.Settings;
import java.util.Map;
import javax.sql.DataSource;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.QueryBusSpanFactory;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.context.annotation.Import;

/**
 * All of the reading side but its connections: whoever imports this brings a {@link DataSource} and {@link Settings}.
 */
@Configuration(proxyBeanMethods = false)
@Import({EventStoreConfiguration.class, WebSupportConfiguration.class})
@ComponentScan(
        // In one process with the writing side, short names would collide.
        nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class,
        excludeFilters = {
            @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = QuerySideApplication.class),
            @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class)
        })
public class QuerySideConfiguration {

    /** The read model's tables stand; whatever reads or writes them depends on this. */
    record ReadModelSchema() {}

    /** @param opened by now: with another master key nothing is written */
    @Bean
    ReadModelSchema readModelSchema(DataSource dataSource, Settings settings, SubjectKeys opened) {
        SchemaMigrations.migrate(dataSource, "read_model", Map.of("command_role", commandRole(settings)));
        return new ReadModelSchema();
    }

    /** Axon's own would hold a connection for every query, and the handler takes one of the pool beside it. */
    @Bean
    QueryBus queryBus(org.axonframework.config.Configuration axon) {
        return SimpleQueryBus.builder()
                .messageMonitor(axon.messageMonitor(QueryBus.class, "queryBus"))
                .queryUpdateEmitter(axon.getComponent(QueryUpdateEmitter.class))
                .spanFactory(axon.getComponent(QueryBusSpanFactory.class))
                .build();
    }

    private static String commandRole(Settings settings) {
        return settings.optional(Setting.DATABASE_USER)
                .map(role -> '"' + role.replace("\"", "\"\"") + '"')
                .orElse("CURRENT_USER");
    }
}
