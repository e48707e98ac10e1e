package io.ringkey.eventstore;

import io.ringkey.api.Personal;
import io.ringkey.eventstore.PersonalFields.Place;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Writes and reads {@link Personal} as {@code {"subject": …, "value": …}}, the value going through the seam. */
final class PersonalJson {

    /** The attribute under which reader and writer carry the event's stored name. */
    static final Object EVENT = new Object();

    private static final String SUBJECT = "subject";
    private static final String NAMED = "\"" + SUBJECT + "\":\"";
    private static final int UUID_LENGTH = 36;

    private PersonalJson() {}

    static SimpleModule module(PersonalFields fields) {
        return new SimpleModule("personal-fields")
                .addSerializer(Personal.class, new Writer(fields))
                .addDeserializer(Personal.class, new Reader(fields));
    }

    /**
     * Whose personal values there may be in stored payloads, as {@link Writer} writes them. Nothing is lost by missing one
     * or naming one too many: keys are fetched for them.
     */
    static Set<UUID> subjects(Stream<byte[]> payloads) {
        var subjects = new HashSet<UUID>();
        payloads.forEach(payload -> subjects(payload, subjects::add));
        return subjects;
    }

    private static void subjects(byte[] payload, Consumer<UUID> each) {
        var json = new String(payload, StandardCharsets.ISO_8859_1);
        for (int at = json.indexOf(NAMED); at >= 0; at = json.indexOf(NAMED, at + NAMED.length())) {
            int from = at + NAMED.length();
            int until = json.indexOf('"', from);
            if (until == from + UUID_LENGTH) {
                uuid(json.substring(from, until)).ifPresent(each);
            }
        }
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException whoReadsItWillSay) {
            return Optional.empty();
        }
    }

    private static final class Writer extends StdSerializer<Personal> {

        private final PersonalFields fields;

        Writer(PersonalFields fields) {
            super(Personal.class);
            this.fields = fields;
        }

        @Override
        public void serialize(Personal personal, JsonGenerator json, SerializationContext context) {
            var place = new Place(
                    personal.subject(),
                    (String) context.getAttribute(EVENT),
                    json.streamWriteContext().currentName());
            json.writeStartObject();
            json.writeStringProperty(SUBJECT, personal.subject().toString());
            String kept = personal.value() == null ? null : fields.seal(place, personal.value());
            if (kept == null) {
                json.writeNullProperty("value");
            } else {
                json.writeStringProperty("value", kept);
            }
            json.writeEndObject();
        }
    }

    private static final class Reader extends StdDeserializer<Personal> {

        private final PersonalFields fields;

        Reader(PersonalFields fields) {
            super(Personal.class);
            this.fields = fields;
        }

        @Override
        public Personal deserialize(JsonParser json, DeserializationContext context) {
            String field = json.streamReadContext().getParent().currentName();
            JsonNode kept = context.readTree(json);
            var subject = UUID.fromString(kept.get(SUBJECT).asString());
            JsonNode value = kept.get("value");
            if (value == null || value.isNull()) {
                return new Personal(subject, null);
            }
            var place = new Place(subject, (String) context.getAttribute(EVENT), field);
            return new Personal(subject, fields.open(place, value.asString()));
        }
    }
}
