package io.ringkey.query.inspection;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.inspection.InspectionEvent;
import io.ringkey.api.inspection.InspectionEvent.DeadLetterDiscarded;
import io.ringkey.api.inspection.InspectionEvent.Looked;
import io.ringkey.eventstore.TypedEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Some looks by one of the staff, and what they gave up. */
final class LooksFold implements StreamFold {

    private int looks;
    private int givenUp;
    private @Nullable UUID by;
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
        by = own.by();
        switch (own) {
            case Looked event -> {
                looks++;
                last = event;
            }
            case DeadLetterDiscarded event -> {
                givenUp++;
            }
        }
    }

    @Override
    public Map<String, @Nullable Object> state() {
        var state = new LinkedHashMap<String, @Nullable Object>();
        state.put("by", by);
        state.put("looks", looks);
        state.put("dead_letters_given_up", givenUp);
        state.put("what", last == null ? null : last.what());
        state.put("about", last == null ? null : last.about());
        state.put("looked_at", last == null ? null : last.lookedAt());
        return state;
    }
}
