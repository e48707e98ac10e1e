package io.ringkey.eventstore;

import io.ringkey.api.PhoneNumber;
import io.ringkey.api.inspection.PayloadLevel;
import io.ringkey.eventstore.PersonalFields.Place;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stored JSON made fit to be shown: personal values opened, then masked unless they are the reader's own. Thread-safe.
 */
final class EventPayloads {

    private static final Logger LOG = LoggerFactory.getLogger(EventPayloads.class);

    /** What is shown of a value that does not open: one of another place, or of another key. */
    private static final String UNREADABLE = "(unreadable)";

    private static final Set<String> PERSONAL = Set.of("subject", "value");
    private static final TypeReference<LinkedHashMap<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private final JsonMapper json = JsonMapper.builder().build();
    private final PersonalFields fields;
    private final LoginDetails details;

    EventPayloads(PersonalFields fields, LoginDetails details) {
        this.fields = fields;
        this.details = details;
    }

    /** What becomes of a personal value. */
    private interface Look {
        @Nullable
        String at(String field, Map<?, ?> personal);
    }

    /** Says what is about to be opened. */
    void expect(Stream<byte[]> stored) {
        fields.expect(PersonalJson.subjects(stored));
    }

    Map<String, @Nullable Object> plain(byte[] stored) {
        return json.readValue(stored, OBJECT);
    }

    /** What staff see; {@code null} where they see nothing of it. */
    @Nullable
    Map<String, @Nullable Object> shown(String event, byte[] stored, Instant at, PayloadLevel level) {
        return switch (level) {
            case NONE -> null;
            case MASKED -> seen(stored, at, (field, personal) -> masked(field, legible(event, field, personal)));
            case FULL -> seen(stored, at, (field, personal) -> legible(event, field, personal));
        };
    }

    /** In the clear where it is a value of these subjects. */
    Map<String, @Nullable Object> own(String event, byte[] stored, Instant at, Set<UUID> subjects) {
        return seen(
                stored,
                at,
                (field, personal) -> subjects.contains(subject(personal)) ? opened(event, field, personal) : null);
    }

    /** The address that an event came from, in the clear; {@code null} when it names none, or shows it no more. */
    @Nullable
    String address(String event, byte[] stored, Instant at) {
        return details.areShownOf(at) && plain(stored).get("address") instanceof Map<?, ?> personal
                ? legible(event, "address", personal)
                : null;
    }

    /** A value that was left sealed, for staff. */
    Legible read(Kept kept) {
        if (LoginDetails.include(kept.place().field()) && !details.areShownOf(kept.at())) {
            return Legible.GONE;
        }
        String clear = legible(kept.place(), kept.sealed());
        return clear == null
                ? Legible.GONE
                : new Legible(clear, masked(kept.place().field(), clear));
    }

    private Map<String, @Nullable Object> seen(byte[] stored, Instant at, Look look) {
        Map<String, @Nullable Object> payload = plain(stored);
        boolean withDetails = details.areShownOf(at);
        payload.replaceAll((field, value) -> {
            if (!(value instanceof Map<?, ?> object) || !object.keySet().equals(PERSONAL)) {
                return value;
            }
            return withDetails || !LoginDetails.include(field) ? look.at(field, object) : null;
        });
        return payload;
    }

    private @Nullable String opened(String event, String field, Map<?, ?> personal) {
        return personal.get("value") instanceof String kept
                ? fields.open(new Place(subject(personal), event, field), kept)
                : null;
    }

    /** One value that was tampered with hides nothing but itself. */
    private @Nullable String legible(String event, String field, Map<?, ?> personal) {
        return personal.get("value") instanceof String kept
                ? legible(new Place(subject(personal), event, field), kept)
                : null;
    }

    private @Nullable String legible(Place place, String kept) {
        try {
            return fields.open(place, kept);
        } catch (IllegalStateException doesNotBelongHere) {
            LOG.warn("A value on record is not shown: {}", doesNotBelongHere.getMessage());
            return UNREADABLE;
        }
    }

    private static UUID subject(Map<?, ?> personal) {
        return UUID.fromString(String.valueOf(personal.get("subject")));
    }

    private static @Nullable String masked(String field, @Nullable String value) {
        if (value == null || value.equals(UNREADABLE)) {
            return value;
        }
        return field.equals("phone")
                ? PhoneNumber.mask(value)
                : value.substring(0, Math.min(1, value.length())) + "•••";
    }
}
