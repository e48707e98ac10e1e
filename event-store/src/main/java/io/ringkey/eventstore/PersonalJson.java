package io.ringkey.eventstore;

import io.ringkey.api.Personal;
import io.ringkey.eventstore.PersonalFields.Place;
import java.util.UUID;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Writes and reads {@link Personal} as {@code {"subject": …, "value": …}}, the value going through the seam. */
final class PersonalJson {

    /** The attribute under which reader and writer carry the event's stored name. */
    static final Object EVENT = new Object();

    private static final String SUBJECT = "subject";

    private PersonalJson() {}

    static SimpleModule module(PersonalFields fields) {
        return new SimpleModule("personal-fields")
                .addSerializer(Personal.class, new Writer(fields))
                .addDeserializer(Personal.class, new Reader(fields));
    }

    /** Whose personal values there may be in a stored payload; of one that is no JSON, nobody's. */
    static void subjects(byte[] payload, Consumer<UUID> each) {
        try (JsonParser json = JsonMapper.shared().createParser(payload)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.PROPERTY_NAME
                        && json.currentName().equals(SUBJECT)
                        && json.nextToken() == JsonToken.VALUE_STRING) {
                    each.accept(UUID.fromString(json.getString()));
                }
            }
        } catch (JacksonException | IllegalArgumentException whoReadsItWillSay) {
            // nothing is lost by not knowing
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
