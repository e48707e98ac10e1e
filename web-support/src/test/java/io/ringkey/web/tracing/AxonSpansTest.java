package io.ringkey.web.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.tracing.NoOpSpanFactory.NoOpSpan;
import org.junit.jupiter.api.Test;

class AxonSpansTest {

    private final Tracer tracer = SdkTracerProvider.builder().build().get("test");
    private final AxonSpans spans = new AxonSpans(tracer);
    private final EventMessage<String> event = GenericEventMessage.asEventMessage("something");

    @Test
    void makesNoneWhereNoCallIsTraced() {
        assertThat(spans.createInternalSpan(() -> "work")).isSameAs(NoOpSpan.INSTANCE);
        assertThat(spans.createDispatchSpan(() -> "publish", event)).isSameAs(NoOpSpan.INSTANCE);
        assertThat(spans.createHandlerSpan(() -> "process", event, true)).isSameAs(NoOpSpan.INSTANCE);
        assertThat(spans.createRootTrace(() -> "batch")).isSameAs(NoOpSpan.INSTANCE);
        assertThat(spans.propagateContext(event)).isSameAs(event);
    }

    @Test
    void makesNoneInACallThatIsNotSampled() {
        var never = SdkTracerProvider.builder().setSampler(Sampler.alwaysOff()).build();
        var call = never.get("test").spanBuilder("call").startSpan();

        try (var current = call.makeCurrent()) {
            assertThat(spans.createInternalSpan(() -> "work")).isSameAs(NoOpSpan.INSTANCE);
            assertThat(spans.propagateContext(event)).isSameAs(event);
        }
    }

    @Test
    void findsTheTraceOfAnEventAgain() {
        var call = tracer.spanBuilder("call").startSpan();
        EventMessage<String> told;
        try (var current = call.makeCurrent()) {
            told = spans.propagateContext(event);
        }

        assertThat(told.getMetaData()).containsOnlyKeys("traceparent");
        spans.createHandlerSpan(() -> "process", told, true).run(() -> {
            var within = io.opentelemetry.api.trace.Span.current().getSpanContext();
            assertThat(within.getTraceId()).isEqualTo(call.getSpanContext().getTraceId());
            assertThat(within.getSpanId()).isNotEqualTo(call.getSpanContext().getSpanId());
        });
    }

    @Test
    void makesNoneOfAnEventThatIsTakenInAgainLongAfter() {
        var call = tracer.spanBuilder("call").startSpan();
        try (var current = call.makeCurrent()) {
            var told = spans.propagateContext(event);

            assertThat(spans.createHandlerSpan(() -> "process", told, false)).isSameAs(NoOpSpan.INSTANCE);
        }
    }
}
