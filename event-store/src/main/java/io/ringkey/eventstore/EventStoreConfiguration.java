package io.ringkey.eventstore;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.ringkey.api.Ids;
import io.ringkey.api.Randomness;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.context.annotation.PropertySource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/** The event store, for either side: both read it, only the command side's database role can write it. */
@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
@PropertySource("classpath:ringkey/event-store.properties")
public class EventStoreConfiguration {

    /** How long a reader in another process waits before it looks again; in this one it is woken by the commit. */
    private static final Duration FETCH_DELAY = Duration.ofMillis(50);

    /** The time, for commands of the program that do without an application. */
    public static InstantSource systemTime() {
        return Clock.systemUTC();
    }

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    @ConditionalOnMissingBean
    Randomness randomness() {
        return new SecureRandomness();
    }

    @Bean
    @ConditionalOnMissingBean
    Ids ids(Clock clock, Randomness randomness) {
        return new TimeOrderedIds(clock, randomness);
    }

    @Bean
    EventCatalogue eventCatalogue() {
        return new EventCatalogue();
    }

    @Bean
    LateWrites lateWrites(DataSource dataSource) {
        return new LateWrites(dataSource);
    }

    @Bean
    StreamsAhead streamsAhead(DataSource dataSource, JdbcSubjectKeys subjectKeys) {
        return new StreamsAhead(dataSource, subjectKeys);
    }

    @Bean
    StreamStates streamStates(LateWrites lateWrites, Serializer serializer, Clock clock) {
        return new LateStreamStates(lateWrites, serializer, clock);
    }

    @Bean
    JdbcSubjectKeys subjectKeys(
            DataSource dataSource, LateWrites lateWrites, MasterKeys master, Randomness randomness, Clock clock) {
        WrappedRows.SUBJECT_KEYS.refuseOtherKeys(dataSource, master);
        return new JdbcSubjectKeys(dataSource, lateWrites, master, randomness, clock);
    }

    @Bean
    @ConditionalOnMissingBean
    PersonalFields personalFields(JdbcSubjectKeys keys) {
        return new EncryptedPersonalFields(keys);
    }

    @Bean
    @Primary
    Serializer serializer() {
        return Jackson3Serializer.builder()
                // A replay's token names the classes of the tokens inside it, and Jackson asks which may be named.
                .jsonMapperBuilderCustomizer(
                        json -> json.polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder()
                                .allowIfSubType("org.axonframework.eventhandling.")
                                .build()))
                .build();
    }

    @Bean
    @Qualifier("eventSerializer")
    Serializer eventSerializer(EventCatalogue catalogue, PersonalFields personalFields) {
        return new EventSerializer(catalogue, personalFields);
    }

    @Bean
    @Qualifier("messageSerializer")
    Serializer messageSerializer() {
        return Jackson3Serializer.builder().build();
    }

    @Bean
    @Primary
    PlatformTransactionManager transactionManager(DataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }

    @Bean
    @Primary
    TransactionManager axonTransactionManager(PlatformTransactionManager transactionManager) {
        return new SpringTransactionManager(transactionManager);
    }

    @Bean
    @Primary
    ConnectionProvider connectionProvider(DataSource dataSource) {
        return new UnitOfWorkAwareConnectionProviderWrapper(new SpringDataSourceConnectionProvider(dataSource));
    }

    @Bean
    @Qualifier("eventStore")
    EmbeddedEventStore eventBus(
            Configuration axon,
            DataSource dataSource,
            TransactionManager transactionManager,
            Clock clock,
            Commits commits,
            JdbcSubjectKeys subjectKeys,
            LateWrites lateWrites,
            StreamsAhead streamsAhead,
            Serializer serializer,
            @Qualifier("eventSerializer") Serializer eventSerializer,
            EventCatalogue catalogue,
            ObjectProvider<MeterRegistry> meters) {
        // Axon's only way to be told the time.
        GenericEventMessage.clock = clock;
        var engine = new PostgresEventStorageEngine(
                // Not the unit-of-work-aware provider: streaming outlives the unit of work that started it.
                new SpringDataSourceConnectionProvider(dataSource),
                transactionManager,
                eventSerializer,
                serializer,
                axon.upcasterChain(),
                subjectKeys,
                lateWrites,
                streamsAhead);
        return new RecordedEvents(
                EmbeddedEventStore.builder()
                        .storageEngine(engine)
                        .messageMonitor(axon.messageMonitor(EmbeddedEventStore.class, "eventStore"))
                        .spanFactory(axon.getComponent(org.axonframework.eventhandling.EventBusSpanFactory.class)),
                engine,
                commits,
                FETCH_DELAY.toNanos(),
                new AppendMeters(meters.getIfAvailable(CompositeMeterRegistry::new), catalogue));
    }

    @Bean
    Commits commits() {
        return new Commits();
    }

    @Bean
    @ConditionalOnMissingBean
    EventRecords eventRecords(DataSource dataSource, PersonalFields personalFields, LoginDetails details) {
        return new EventRecords(dataSource, new EventPayloads(personalFields, details));
    }

    @Bean
    StreamRecords streamRecords(DataSource dataSource, PersonalFields personalFields, LoginDetails details) {
        return new StreamRecords(dataSource, new EventPayloads(personalFields, details));
    }

    @Bean
    RecordedHistory recordedHistory(
            DataSource dataSource,
            @Qualifier("eventSerializer") Serializer eventSerializer,
            Configuration axon,
            JdbcSubjectKeys keys) {
        return new RecordedHistory(dataSource, eventSerializer, axon.upcasterChain(), keys);
    }

    @Bean
    OwnRecords ownRecords(DataSource dataSource, PersonalFields personalFields, LoginDetails details) {
        return new OwnRecords(dataSource, new EventPayloads(personalFields, details));
    }
}
