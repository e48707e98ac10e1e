package io.ringkey.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.Test;

class AppendMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AppendMeters meters = new AppendMeters(registry, new EventCatalogue());

    @Test
    void timesAnAppendAndSaysHowLargeItWas() {
        meters.append(3, () -> {});

        assertThat(registry.get("ringkey.append").timer().count()).isEqualTo(1);
        assertThat(registry.get("ringkey.append.events").summary().totalAmount())
                .isEqualTo(3);
        assertThat(registry.get("ringkey.append.conflicts").counter().count()).isZero();
    }

    @Test
    void countsAConflictAndNoAppend() {
        assertThatThrownBy(() -> meters.append(3, () -> {
                    throw new ConcurrencyException("somebody was faster");
                }))
                .isInstanceOf(ConcurrencyException.class);

        assertThat(registry.get("ringkey.append.conflicts").counter().count()).isEqualTo(1);
        assertThat(registry.get("ringkey.append").timer().count()).isZero();
    }

    @Test
    void countsEveryKindOfEventFromTheStart() {
        assertThat(registry.get("ringkey.events").counters())
                .hasSameSizeAs(new EventCatalogue().all().keySet());
    }
}
