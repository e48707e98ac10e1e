package io.ringkey.web.tracing;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.util.HashMap;
import java.util.function.Supplier;
import org.axonframework.messaging.Message;
import org.axonframework.tracing.NoOpSpanFactory.NoOpSpan;
import org.axonframework.tracing.Span;
import org.axonframework.tracing.SpanAttributesProvider;
import org.axonframework.tracing.SpanFactory;
import org.axonframework.tracing.SpanScope;
import org.jspecify.annotations.Nullable;

/**
 * Axon's spans in the traces of calls. A trace begins with a call and nowhere else; what happens outside one that is
 * sampled leaves no span. An event takes its trace along in its metadata, so that what a projection makes of it, in this
 * process or another, stands in the trace of the call that led to it. Spans have names of classes and methods, and no
 * attributes. Thread-safe.
 */
final class AxonSpans implements SpanFactory {

    private static final TextMapPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final MetaDataGetter META_DATA = new MetaDataGetter();

    private final Tracer tracer;

    AxonSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    /** A batch is of many calls, or of none. */
    @Override
    public Span createRootTrace(Supplier<String> name) {
        return NoOpSpan.INSTANCE;
    }

    /** Of an event that is so old that it is being taken in again, nobody waits for a trace. */
    @Override
    public Span createHandlerSpan(Supplier<String> name, Message<?> parent, boolean inItsTrace, Message<?>... linked) {
        return inItsTrace
                ? spanIn(W3C.extract(Context.current(), parent, META_DATA), name, parent, SpanKind.CONSUMER)
                : NoOpSpan.INSTANCE;
    }

    @Override
    public Span createDispatchSpan(Supplier<String> name, Message<?> message, Message<?>... linked) {
        return spanIn(Context.current(), name, message, SpanKind.PRODUCER);
    }

    @Override
    public Span createInternalSpan(Supplier<String> name) {
        return spanIn(Context.current(), name, null, SpanKind.INTERNAL);
    }

    @Override
    public Span createInternalSpan(Supplier<String> name, Message<?> message) {
        return spanIn(Context.current(), name, message, SpanKind.INTERNAL);
    }

    /** What providers tell of messages is ids and metadata: none of it goes anywhere. */
    @Override
    public void registerSpanAttributeProvider(SpanAttributesProvider provider) {}

    @Override
    @SuppressWarnings("unchecked")
    public <M extends Message<?>> M propagateContext(M message) {
        Context current = Context.current();
        if (!isSampled(current)) {
            return message;
        }
        var trace = new HashMap<String, String>();
        W3C.inject(current, trace, HashMap::put);
        return (M) message.andMetaData(trace);
    }

    private Span spanIn(Context parent, Supplier<String> name, @Nullable Message<?> message, SpanKind kind) {
        if (!isSampled(parent)) {
            return NoOpSpan.INSTANCE;
        }
        String full = message == null
                ? name.get()
                : name.get() + "(" + message.getPayloadType().getSimpleName() + ")";
        return new Started(tracer, full, kind, parent);
    }

    private static boolean isSampled(Context context) {
        return io.opentelemetry.api.trace.Span.fromContext(context)
                .getSpanContext()
                .isSampled();
    }

    /** One span. Started by one thread, it may be current in, and ended by, others. */
    private static final class Started implements Span {

        private final Tracer tracer;
        private final String name;
        private final SpanKind kind;
        private final Context parent;
        private io.opentelemetry.api.trace.@Nullable Span span;

        Started(Tracer tracer, String name, SpanKind kind, Context parent) {
            this.tracer = tracer;
            this.name = name;
            this.kind = kind;
            this.parent = parent;
        }

        @Override
        public Span start() {
            span = tracer.spanBuilder(name).setSpanKind(kind).setParent(parent).startSpan();
            return this;
        }

        /** Whoever asked closes it. */
        @Override
        @SuppressWarnings("MustBeClosedChecker")
        public SpanScope makeCurrent() {
            if (span == null) {
                return () -> {};
            }
            Scope scope = parent.with(span).makeCurrent();
            return scope::close;
        }

        @Override
        public void end() {
            if (span != null) {
                span.end();
            }
        }

        @Override
        public Span recordException(Throwable thrown) {
            if (span != null) {
                span.setStatus(StatusCode.ERROR);
                span.setAttribute("exception", thrown.getClass().getSimpleName());
            }
            return this;
        }
    }

    private static final class MetaDataGetter implements TextMapGetter<Message<?>> {

        @Override
        public Iterable<String> keys(Message<?> message) {
            return message.getMetaData().keySet();
        }

        @Override
        public @Nullable String get(@Nullable Message<?> message, String key) {
            return message != null && message.getMetaData().get(key) instanceof String value ? value : null;
        }
    }
}
