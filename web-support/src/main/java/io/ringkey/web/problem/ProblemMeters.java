package io.ringkey.web.problem;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringkey.api.FailureCode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Counts the failures that callers were answered with, by code. Thread-safe. */
public final class ProblemMeters {

    private final Map<FailureCode, Counter> answers = new EnumMap<>(FailureCode.class);

    public ProblemMeters(MeterRegistry registry) {
        for (FailureCode code : FailureCode.values()) {
            answers.put(
                    code,
                    Counter.builder("ringkey.failures")
                            .description("Calls that were answered with this failure")
                            .tag("code", code.code())
                            .register(registry));
        }
    }

    void answered(FailureCode code) {
        Objects.requireNonNull(answers.get(code)).increment();
    }
}
