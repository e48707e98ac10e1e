package io.ringkey.query.inspection;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.inspection.InspectionEvent;
import io.ringkey.api.inspection.InspectionEvent.Looked;
import io.ringkey.eventstore.TypedEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Some looks by one of the staff. */
final class LooksFold implements StreamFold {

    private int looks;
    private @Nullable Looked last;

    @Override
    public boolean take(TypedEvent at, DomainEvent event) {
        if (event instanceof InspectionEvent own) {
            take(own);
            return true;
        }
        return false;
    }

    private void take(InspectionEvent own) {
        switch (own) {
            case Looked event -> {
                looks++;
                last = event;
            }
        }
    }

    @Override
    public Map<String, @Nullable Object> state() {
        var state = new LinkedHashMap<String, @Nullable Object>();
        state.put("by", last == null ? null : last.by());
        state.put("looks", looks);
        state.put("what", last == null ? null : last.what());
        state.put("about", last == null ? null : last.about());
        state.put("looked_at", last == null ? null : last.lookedAt());
        return state;
    }
}
