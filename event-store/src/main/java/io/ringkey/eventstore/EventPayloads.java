package io.ringkey.eventstore;

import io.ringkey.api.PhoneNumber;
import io.ringkey.eventstore.PersonalFields.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Stored JSON made fit to be shown: personal values opened, then masked. Thread-safe. */
final class EventPayloads {

    private static final Set<String> PERSONAL = Set.of("subject", "value");
    private static final TypeReference<LinkedHashMap<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private final JsonMapper json = JsonMapper.builder().build();
    private final PersonalFields fields;

    EventPayloads(PersonalFields fields) {
        this.fields = fields;
    }

    Map<String, @Nullable Object> plain(byte[] stored) {
        return json.readValue(stored, OBJECT);
    }

    Map<String, @Nullable Object> masked(String event, byte[] stored) {
        Map<String, @Nullable Object> payload = plain(stored);
        payload.replaceAll((field, value) ->
                value instanceof Map<?, ?> object && object.keySet().equals(PERSONAL)
                        ? masked(event, field, object)
                        : value);
        return payload;
    }

    /** The address that an event came from, in the clear; {@code null} when it names none, or it was erased. */
    @Nullable
    String address(String event, byte[] stored) {
        return plain(stored).get("address") instanceof Map<?, ?> personal ? opened(event, "address", personal) : null;
    }

    private @Nullable String opened(String event, String field, Map<?, ?> personal) {
        if (!(personal.get("value") instanceof String kept)) {
            return null;
        }
        var place = new Place(UUID.fromString(String.valueOf(personal.get("subject"))), event, field);
        return fields.open(place, kept);
    }

    private @Nullable String masked(String event, String field, Map<?, ?> personal) {
        String value = opened(event, field, personal);
        if (value == null) {
            return null;
        }
        return field.equals("phone")
                ? PhoneNumber.mask(value)
                : value.substring(0, Math.min(1, value.length())) + "•••";
    }
}
