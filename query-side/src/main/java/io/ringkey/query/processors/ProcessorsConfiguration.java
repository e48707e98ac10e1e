package io.ringkey.query.processors;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringkey.api.Ids;
import io.ringkey.eventstore.EventCatalogue;
import io.ringkey.eventstore.EventRecords;
import io.ringkey.eventstore.RecordSource;
import jakarta.persistence.EntityManagerFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventProcessorSpanFactory;
import org.axonframework.eventhandling.EventTrackerStatusChangeListener;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.annotation.HandlerEnhancerDefinition;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Runs each projection by a tracking processor, from the beginning of the record. */
@Configuration(proxyBeanMethods = false)
class ProcessorsConfiguration {

    /** The view that calls wait for after a write. */
    private static final String PROFILES = "profiles";

    private static final List<String> NAMES = List.of(PROFILES, "logins", "sessions", "figures");
    private static final int EVENTS_A_BATCH = 200;
    private static final Duration LOOK_FOR_CLAIMS_EVERY = Duration.ofSeconds(1);
    /** How long an idle processor waits before it renews its claim, and at most before it notices that it should stop. */
    private static final Duration IDLE_ROUND = Duration.ofMillis(500);

    /** How long the others rest between looks when commits come thick and fast. */
    private static final Duration REST_OF_OTHERS = Duration.ofMillis(100);

    private static final Duration RETRY_EVERY = Duration.ofSeconds(1);
    private static final Duration MEASURE_EVERY = Duration.ofSeconds(5);

    /** What the processors share: their transactions and what is told of how batches end. */
    record Shared(ProjectionTransactions transactions, Map<String, Retake> retakes) {}

    @Bean
    Shared projectionsShared(@Qualifier("readModelTransactionManager") PlatformTransactionManager readModel) {
        return new Shared(
                new ProjectionTransactions(readModel),
                NAMES.stream().collect(Collectors.toMap(Function.identity(), name -> new Retake())));
    }

    @Bean
    HandlerEnhancerDefinition guardedProjectionHandlers(Shared shared) {
        return new GuardedHandlers(shared.retakes());
    }

    @Bean
    ProjectionPositions viewPositions(DataSource dataSource, Serializer serializer) {
        return new ProjectionPositions(new PositionTable(JdbcClient.create(dataSource), serializer));
    }

    @Bean
    ConfigurerModule projectionProcessors(
            Shared shared,
            DataSource dataSource,
            EntityManagerFactory entityManagers,
            ProjectionPositions positions,
            ObjectProvider<EventProcessingConfiguration> processors,
            Ids ids,
            Clock clock,
            MeterRegistry meters) {
        var queues = new DeadLetterQueues(dataSource, shared.transactions());
        // Not the process id: in a container that is always the same.
        String process = ids.next().toString();
        return configurer ->
                configurer.eventProcessing(processing -> shared.retakes().forEach((name, retake) -> {
                    processing
                            .registerTransactionManager(name, axon -> shared.transactions())
                            .registerTokenStore(
                                    name, axon -> new ProjectionTokens(dataSource, axon.serializer(), process))
                            .registerErrorHandler(name, axon -> PropagatingErrorHandler.instance())
                            .registerListenerInvocationErrorHandler(name, axon -> PropagatingErrorHandler.instance())
                            .registerSequencingPolicy(name, axon -> new OwnSequence())
                            .registerHandlerInterceptor(name, axon -> new BatchOutcomes(retake, entityManagers))
                            .registerHandlerInterceptor(name, axon -> new BatchMeters(meters, name, clock))
                            .registerDeadLetterQueue(
                                    name, axon -> queues.of(name, axon.eventSerializer(), axon.serializer()))
                            .registerDeadLetterPolicy(name, axon -> new DeadLettersOnly())
                            .registerDeadLetteringEventHandlerInvokerConfiguration(
                                    name, (axon, invoker) -> invoker.enableSequenceIdentifierCache());
                    var progress = positions.add(
                            name,
                            () -> processors
                                    .getObject()
                                    .eventProcessor(name, StreamingEventProcessor.class)
                                    .orElseThrow()
                                    .processingStatus());
                    registerProcessor(processing, name, retake, progress);
                }));
    }

    private static void registerProcessor(
            EventProcessingConfigurer processing,
            String projection,
            Retake retake,
            EventTrackerStatusChangeListener progress) {
        var settings = TrackingEventProcessorConfiguration.forSingleThreadedProcessing()
                .andInitialTrackingToken(StreamableMessageSource::createTailToken)
                .andBatchSize(EVENTS_A_BATCH)
                .andTokenClaimInterval(LOOK_FOR_CLAIMS_EVERY.toMillis(), TimeUnit.MILLISECONDS)
                .andEventAvailabilityTimeout(IDLE_ROUND.toMillis(), TimeUnit.MILLISECONDS)
                .andEventTrackerStatusChangeListener(progress);
        processing.registerEventProcessor(projection, (name, axon, invoker) -> {
            var parts = axon.getComponent(EventProcessingConfiguration.class);
            TrackingEventProcessor.Builder builder = TrackingEventProcessor.builder()
                    .name(name)
                    .eventHandlerInvoker(invoker)
                    .rollbackConfiguration(RollbackConfigurationType.ANY_THROWABLE)
                    .errorHandler(parts.errorHandler(name))
                    .messageMonitor(parts.messageMonitor(TrackingEventProcessor.class, name))
                    .spanFactory(axon.getComponent(EventProcessorSpanFactory.class))
                    .messageSource(new CarefulSource(record(name, axon), retake))
                    .tokenStore(parts.tokenStore(name))
                    .transactionManager(parts.transactionManager(name))
                    .trackingEventProcessorConfiguration(settings);
            return new ProjectionProcessor(builder, retake);
        });
    }

    private static StreamableMessageSource<TrackedEventMessage<?>> record(
            String projection, org.axonframework.config.Configuration axon) {
        return projection.equals(PROFILES)
                ? axon.eventStore()
                : ((RecordSource) axon.eventStore()).restingFor(REST_OF_OTHERS);
    }

    @Bean
    Projections projections(
            EventProcessingConfiguration axon,
            DataSource dataSource,
            Serializer serializer,
            Shared shared,
            ListableBeanFactory beans,
            EventCatalogue catalogue,
            Clock clock) {
        var jdbc = JdbcClient.create(dataSource);
        return new Projections(
                NAMES,
                axon,
                new PositionTable(jdbc, serializer),
                new DeadLetters(jdbc, shared.transactions(), axon, clock),
                named(beans, KeepsTables::value),
                named(beans, KeepsTables::writesBy),
                parts(beans),
                catalogue);
    }

    private static Map<String, List<TakesMany>> parts(ListableBeanFactory beans) {
        return beans.getBeansWithAnnotation(KeepsTables.class).values().stream()
                .map(TakesMany.class::cast)
                .collect(Collectors.groupingBy(part -> group(part.getClass())));
    }

    private static String group(Class<?> part) {
        return Objects.requireNonNull(part.getAnnotation(ProcessingGroup.class), part::getName)
                .value();
    }

    private static Map<String, Set<String>> named(ListableBeanFactory beans, Function<KeepsTables, String[]> names) {
        return Arrays.stream(beans.getBeanNamesForAnnotation(KeepsTables.class))
                .map(beans::getType)
                .filter(Objects::nonNull)
                .collect(Collectors.groupingBy(
                        ProcessorsConfiguration::group,
                        Collectors.flatMapping(
                                part -> Arrays.stream(
                                        names.apply(Objects.requireNonNull(part.getAnnotation(KeepsTables.class)))),
                                Collectors.toUnmodifiableSet())));
    }

    @Bean
    ReplayLetters replayLetters(
            Shared shared,
            DataSource dataSource,
            @Qualifier("eventSerializer") Serializer eventSerializer,
            Serializer serializer) {
        return new ReplayLetters(
                new DeadLetterQueues(dataSource, shared.transactions()),
                eventSerializer,
                serializer,
                JdbcClient.create(dataSource));
    }

    @Bean
    Progress projectionProgress(
            Projections projections,
            EventRecords records,
            DataSource dataSource,
            Clock clock,
            ObjectProvider<MeterRegistry> meters) {
        var progress = new Progress(projections, records, JdbcClient.create(dataSource), clock);
        meters.ifAvailable(registry -> {
            projections.names().forEach(name -> {
                gauge(registry, "lag", "Events that the projection has not seen", name, progress, f -> f.lag());
                gauge(
                        registry,
                        "late.seconds",
                        "Age of the oldest event that the projection has not seen",
                        name,
                        progress,
                        f -> f.late().toSeconds());
                gauge(
                        registry,
                        "dead.letters",
                        "Events that the projection could not take in",
                        name,
                        progress,
                        f -> f.deadLetters());
            });
            Gauge.builder("ringkey.clock.skew.seconds", () -> progress.skew().toMillis() / 1e3)
                    .description("How far this process's clock is ahead of the database's")
                    .register(registry);
        });
        return progress;
    }

    private static void gauge(
            MeterRegistry registry,
            String figure,
            String description,
            String projection,
            Progress progress,
            ToDoubleFunction<Progress.Figures> value) {
        Gauge.builder("ringkey.projection." + figure, () -> value.applyAsDouble(progress.of(projection)))
                .description(description)
                .tag("projection", projection)
                .register(registry);
    }

    @Bean
    ProjectionsHealth projectionsHealth(Projections projections, Progress progress) {
        return new ProjectionsHealth(projections, progress);
    }

    @Bean
    Periodically deadLetterRetries(Projections projections) {
        return new Periodically("projection-retries", RETRY_EVERY, () -> {
            projections.revive();
            projections.retryDeadLetters();
        });
    }

    @Bean
    Periodically projectionAlarm(Progress progress) {
        return new Periodically("projection-alarm", MEASURE_EVERY, progress::measure);
    }
}
