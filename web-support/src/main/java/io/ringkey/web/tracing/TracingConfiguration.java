package io.ringkey.web.tracing;

import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.axonframework.tracing.SpanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is ours in making and sending traces; there while a collector is named. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(Collector.PROPERTY)
public class TracingConfiguration {

    private static final String OPERATIONS = "/actuator";

    /** A stranger's {@code traceparent} decides neither what is traced nor in whose trace it stands. */
    @Bean
    ContextPropagators propagators() {
        return ContextPropagators.noop();
    }

    @Bean
    SpanFactory axonSpans(Tracer tracer) {
        return new AxonSpans(tracer);
    }

    @Bean
    SpanExporters impersonalExporters(ObjectProvider<SpanExporter> exporters) {
        return SpanExporters.of(
                exporters.orderedStream().map(ImpersonalSpans::new).toList());
    }

    /** Who asks every few seconds whether we are well would fill the collector. */
    @Bean
    SpanExportingPredicate nothingOfOperations() {
        return span -> !span.getTags().getOrDefault("uri", "").startsWith(OPERATIONS);
    }
}
