package io.ringkey.command.limit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringkey.api.WireNames;
import io.ringkey.api.limit.LimitRule;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Counts what limits refuse, by rule: also what is not on record, where refusals are bounded. Thread-safe. */
@Component
final class RefusalMeters {

    private final Map<LimitRule, Counter> refusals = new EnumMap<>(LimitRule.class);

    RefusalMeters(MeterRegistry registry) {
        for (LimitRule rule : LimitRule.values()) {
            refusals.put(
                    rule,
                    Counter.builder("ringkey.limit.refusals")
                            .description("What a limit refused")
                            .tag("rule", WireNames.of(rule))
                            .register(registry));
        }
    }

    Refusal count(Refusal refusal) {
        Objects.requireNonNull(refusals.get(refusal.rule())).increment();
        return refusal;
    }
}
