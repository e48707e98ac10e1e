package io.ringkey.command.dispatch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringkey.api.WireNames;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Counts transactions that commands shared by how they ended. Thread-safe. */
final class GroupMeters {

    private final Map<GroupEnd, Counter> counters = new EnumMap<>(GroupEnd.class);

    GroupMeters(MeterRegistry registry) {
        for (GroupEnd end : GroupEnd.values()) {
            counters.put(
                    end,
                    Counter.builder("ringkey.command.groups")
                            .description("Transactions of commands that came at once, by how they ended")
                            .tag("outcome", WireNames.of(end))
                            .register(registry));
        }
    }

    void ended(GroupEnd end) {
        Objects.requireNonNull(counters.get(end)).increment();
    }
}
