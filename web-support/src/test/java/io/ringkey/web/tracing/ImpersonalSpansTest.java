package io.ringkey.web.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

// C12, L1
class ImpersonalSpansTest {

    private static final String PHONE = "+79136740000";

    private final List<SpanData> sent = new ArrayList<>();
    private final SdkTracerProvider traces = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(new ImpersonalSpans(new Kept())))
            .build();

    @Test
    void sendsAttributesOfClosedSetsAlone() {
        traces.get("test")
                .spanBuilder("http get /api/users/{user_id}")
                .setAttribute("method", "GET")
                .setAttribute("uri", "/api/users/{user_id}")
                .setAttribute("http.url", "/api/users/?phone=" + PHONE)
                .startSpan()
                .end();

        assertThat(sent).singleElement().satisfies(span -> {
            assertThat(span.getName()).isEqualTo("http get /api/users/{user_id}");
            assertThat(span.getAttributes().asMap().keySet())
                    .extracting(Object::toString)
                    .containsExactlyInAnyOrder("method", "uri");
            assertThat(span.getTotalAttributeCount()).isEqualTo(2);
        });
    }

    @Test
    void saysThatSomethingFailedAndNotWhatWasSaidOfIt() {
        traces.get("test")
                .spanBuilder("VerifyHandler.handle(VerifyCode)")
                .startSpan()
                .setStatus(StatusCode.ERROR, "no code for " + PHONE)
                .recordException(new IllegalStateException("no code for " + PHONE))
                .end();

        assertThat(sent).singleElement().satisfies(span -> {
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(span.getStatus().getDescription()).isEmpty();
            assertThat(span.getEvents()).isEmpty();
            assertThat(span.getTotalRecordedEvents()).isZero();
        });
    }

    private final class Kept implements SpanExporter {

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            sent.addAll(spans);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
