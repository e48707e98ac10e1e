package io.ringkey.eventstore;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.PropertyNamingStrategies;

/** Events as JSON under their stored names, personal fields through their seam. */
final class EventSerializer extends Jackson3Serializer {

    private static final String META_DATA = MetaData.class.getName();

    private final EventCatalogue catalogue;
    private final Map<Class<?>, ObjectReader> readers = new ConcurrentHashMap<>();
    private final Map<Class<?>, ObjectWriter> writers = new ConcurrentHashMap<>();

    EventSerializer(EventCatalogue catalogue, PersonalFields personalFields) {
        super(Jackson3Serializer.builder()
                .jsonMapperBuilderCustomizer(json -> json.addModule(PersonalJson.module(personalFields))
                        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)));
        this.catalogue = catalogue;
    }

    @Override
    public <T> SerializedObject<T> serialize(Object object, Class<T> expectedRepresentation) {
        if (object == null || !EventCatalogue.isEvent(object.getClass())) {
            return super.serialize(object, expectedRepresentation);
        }
        try {
            byte[] bytes =
                    writers.computeIfAbsent(object.getClass(), this::writerOf).writeValueAsBytes(object);
            return new SimpleSerializedObject<>(
                    getConverter().convert(bytes, expectedRepresentation),
                    expectedRepresentation,
                    typeForClass(object.getClass()));
        } catch (JacksonException e) {
            throw new SerializationException(
                    "cannot write " + EventCatalogue.nameOf(object.getClass()), withoutContent(e));
        }
    }

    @Override
    protected ObjectReader getReader(Class<?> type) {
        return EventCatalogue.isEvent(type) ? readers.computeIfAbsent(type, this::readerOf) : super.getReader(type);
    }

    private ObjectReader readerOf(Class<?> event) {
        return super.getReader(event).withAttribute(PersonalJson.EVENT, EventCatalogue.nameOf(event));
    }

    private ObjectWriter writerOf(Class<?> event) {
        return getWriter().withAttribute(PersonalJson.EVENT, EventCatalogue.nameOf(event));
    }

    @Override
    public SerializedType typeForClass(Class type) {
        return type != null && EventCatalogue.isEvent(type)
                ? new SimpleSerializedType(EventCatalogue.nameOf(type), EventCatalogue.revisionOf(type))
                : super.typeForClass(type);
    }

    /** Asked for twice with every event that is read; the platform would search its class path each time. */
    @Override
    public Class<?> classForType(SerializedType type) {
        return META_DATA.equals(type.getName())
                ? MetaData.class
                : catalogue.find(type.getName()).orElseGet(() -> super.classForType(type));
    }

    /** Our names contain a hyphen or no capital; class names of Axon's own values pass through. */
    @Override
    protected String resolveClassName(SerializedType type) {
        return catalogue.find(type.getName()).map(Class::getName).orElseGet(() -> {
            if (type.getName().startsWith("org.axonframework.")
                    || type.getName().startsWith("java.")) {
                return type.getName();
            }
            throw new SerializationException(
                    "the record holds an event that this release does not know: " + type.getName());
        });
    }

    /** Jackson quotes what it could not read; that may be personal. */
    private static Throwable withoutContent(JacksonException e) {
        return new IllegalStateException(e.getClass().getSimpleName() + " at " + e.getPathReference());
    }
}
