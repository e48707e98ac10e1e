package io.ringkey.query.inspection;

import io.ringkey.api.inspection.PayloadLevel;
import io.ringkey.eventstore.Legible;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The state of a stream at a version.
 *
 * @param version the place of the last event that it is made of, -1 before the first
 * @param state personal values in it are {@link Legible}
 * @param unread places of events that could not be read, and so are not in it; the first {@value #UNREAD_AT_MOST}
 */
record Folded(long version, Map<String, @Nullable Object> state, List<Long> unread) {

    static final int UNREAD_AT_MOST = 100;

    private static final String INSIDE = ".";

    /** The state, as far as it is shown. */
    Map<String, @Nullable Object> shown(PayloadLevel level) {
        var shown = new LinkedHashMap<String, @Nullable Object>();
        state.forEach((name, value) -> shown.put(name, shown(value, level)));
        return shown;
    }

    /** The same field by field: one inside another has both names, with a dot between them. */
    Map<String, @Nullable Object> shownFields(PayloadLevel level) {
        var shown = new LinkedHashMap<String, @Nullable Object>();
        fields().forEach((name, value) -> shown.put(name, shown(value, level)));
        return shown;
    }

    private static @Nullable Object shown(@Nullable Object value, PayloadLevel level) {
        return switch (value) {
            case Legible personal -> personal.at(level);
            case Map<?, ?> inner -> {
                var shown = new LinkedHashMap<String, @Nullable Object>();
                inner.forEach((name, one) -> shown.put(String.valueOf(name), shown(one, level)));
                yield shown;
            }
            case null -> null;
            default -> value;
        };
    }

    /** What is otherwise in a later state, by values in the clear: two that look alike when masked may differ. */
    List<Change> changesTo(Folded later, PayloadLevel level) {
        Map<String, @Nullable Object> before = fields();
        Map<String, @Nullable Object> after = later.fields();
        var names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        var changes = new ArrayList<Change>();
        for (String name : names) {
            Object then = before.get(name);
            Object now = after.get(name);
            if (!Objects.equals(then, now)) {
                changes.add(new Change(name, shown(then, level), shown(now, level)));
            }
        }
        return changes;
    }

    private Map<String, @Nullable Object> fields() {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        state.forEach((name, value) -> {
            if (value instanceof Map<?, ?> inner) {
                inner.forEach((field, one) -> fields.put(name + INSIDE + field, one));
            } else {
                fields.put(name, value);
            }
        });
        return fields;
    }
}
