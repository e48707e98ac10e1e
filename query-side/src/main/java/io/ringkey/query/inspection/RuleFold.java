package io.ringkey.query.inspection;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.WireNames;
import io.ringkey.api.limit.LimitEvent;
import io.ringkey.api.limit.LimitEvent.LimitRefused;
import io.ringkey.api.limit.LimitEvent.RefusalsCounted;
import io.ringkey.api.limit.LimitRule;
import io.ringkey.eventstore.TypedEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A day of a rule: what it refused for the first time, and the sums of its windows that are over. */
final class RuleFold implements StreamFold {

    private @Nullable LimitRule rule;
    private int firstRefusals;
    private @Nullable Instant lastRefusedAt;
    private long subjects;
    private long refusals;
    private @Nullable Instant countedUntil;

    @Override
    public boolean take(TypedEvent at, DomainEvent event) {
        if (event instanceof LimitEvent own) {
            rule = own.rule();
            take(own);
            return true;
        }
        return false;
    }

    private void take(LimitEvent own) {
        switch (own) {
            case LimitRefused event -> {
                firstRefusals++;
                lastRefusedAt = event.refusedAt();
            }
            case RefusalsCounted event -> {
                subjects += event.subjects();
                refusals += event.refusals();
                countedUntil = event.until();
            }
        }
    }

    @Override
    public Map<String, @Nullable Object> state() {
        var state = new LinkedHashMap<String, @Nullable Object>();
        state.put("rule", rule == null ? null : WireNames.of(rule));
        state.put("first_refusals", firstRefusals);
        state.put("last_refused_at", lastRefusedAt);
        state.put("counted_until", countedUntil);
        state.put("counted_subjects", subjects);
        state.put("counted_refusals", refusals);
        return state;
    }
}
