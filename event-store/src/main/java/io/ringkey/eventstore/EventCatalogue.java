package io.ringkey.eventstore;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.StoredName;
import io.ringkey.api.account.AccountEvent;
import io.ringkey.api.delivery.DeliveryEvent;
import io.ringkey.api.inspection.InspectionEvent;
import io.ringkey.api.limit.LimitEvent;
import io.ringkey.api.referral.ReferralEvent;
import io.ringkey.api.referral.ReferralQuestionEvent;
import io.ringkey.api.session.SessionEvent;
import io.ringkey.api.verification.VerificationEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every event there is, by the name under which it is stored. Immutable. */
public final class EventCatalogue {

    private static final List<Class<? extends DomainEvent>> FEATURES = List.of(
            VerificationEvent.class,
            DeliveryEvent.class,
            AccountEvent.class,
            ReferralEvent.class,
            ReferralQuestionEvent.class,
            SessionEvent.class,
            LimitEvent.class,
            InspectionEvent.class);

    private final Map<String, Class<?>> byName = new TreeMap<>();

    public EventCatalogue() {
        FEATURES.stream()
                .flatMap(feature -> Arrays.stream(feature.getPermittedSubclasses()))
                .forEach(event -> {
                    if (byName.put(nameOf(event), event) != null) {
                        throw new IllegalStateException("two events are stored as " + nameOf(event));
                    }
                });
    }

    /** The class of the event stored under this name, if it is one of ours. */
    public Optional<Class<?>> find(String storedName) {
        return Optional.ofNullable(byName.get(storedName));
    }

    /** All events, sorted by stored name. */
    public Map<String, Class<?>> all() {
        return Map.copyOf(byName);
    }

    static boolean isEvent(Class<?> type) {
        return type.isAnnotationPresent(StoredName.class);
    }

    static String nameOf(Class<?> event) {
        return storedName(event).value();
    }

    static String revisionOf(Class<?> event) {
        return storedName(event).revision();
    }

    private static StoredName storedName(Class<?> event) {
        StoredName name = event.getAnnotation(StoredName.class);
        if (name == null) {
            throw new IllegalStateException(event.getSimpleName() + " has no stored name");
        }
        return name;
    }
}
