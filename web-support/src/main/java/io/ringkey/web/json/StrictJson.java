package io.ringkey.web.json;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.account.Role;
import io.ringkey.api.session.SessionId;
import io.ringkey.api.verification.ChallengeId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;
import tools.jackson.databind.type.LogicalType;

/**
 * JSON as this service speaks it: snake_case, nothing unknown, nothing twice, nothing converted, every null written,
 * times in UTC to the millisecond.
 */
public final class StrictJson {

    private static final int DEEPEST = 32;
    private static final int LONGEST_DOCUMENT = 8 * 1024 * 1024;

    private StrictJson() {}

    /** A mapper with these habits; immutable and safe for concurrent use. */
    public static JsonMapper mapper() {
        var builder = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(DEEPEST)
                                .maxDocumentLength(LONGEST_DOCUMENT)
                                .maxStringLength(LONGEST_DOCUMENT)
                                .maxNumberLength(40)
                                .maxNameLength(200)
                                .build())
                        .build())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .withCoercionConfigDefaults(any -> any.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.EmptyString, CoercionAction.TryConvert));
        return builder.addModule(vocabulary()).build();
    }

    private static JacksonModule vocabulary() {
        return new SimpleModule("ringkey")
                .addDeserializer(String.class, new StorableText())
                .addSerializer(Instant.class, new Milliseconds())
                .addSerializer(AccountId.class, new ToStringSerializer(AccountId.class))
                .addSerializer(SessionId.class, new ToStringSerializer(SessionId.class))
                .addSerializer(ChallengeId.class, new ToStringSerializer(ChallengeId.class))
                .addSerializer(Role.class, new RoleName())
                .addDeserializer(AccountId.class, new Parsed<>(AccountId.class, AccountId::parse))
                .addDeserializer(SessionId.class, new Parsed<>(SessionId.class, SessionId::parse))
                .addDeserializer(ChallengeId.class, new Parsed<>(ChallengeId.class, ChallengeId::parse))
                .addDeserializer(Role.class, new Parsed<>(Role.class, Role::ofWireName));
    }

    /** Text that can be stored: no NUL, which PostgreSQL refuses, and no half of a surrogate pair. */
    static boolean isStorable(String text) {
        return text.codePoints()
                .noneMatch(codePoint ->
                        codePoint == 0 || codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }

    private static final class StorableText extends StringDeserializer {

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) {
            var text = super.deserialize(parser, context);
            if (text != null && !isStorable(text)) {
                throw context.weirdStringException("", String.class, "characters that cannot be stored");
            }
            return text;
        }
    }

    private static final class Milliseconds extends ValueSerializer<Instant> {

        @Override
        public void serialize(Instant value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(value.truncatedTo(ChronoUnit.MILLIS).toString());
        }
    }

    private static final class RoleName extends ValueSerializer<Role> {

        @Override
        public void serialize(Role value, JsonGenerator generator, SerializationContext context) {
            generator.writeString(value.wireName());
        }
    }

    private static final class Parsed<T> extends ValueDeserializer<T> {

        private final Class<T> type;
        private final Function<String, T> parse;

        Parsed(Class<T> type, Function<String, T> parse) {
            this.type = type;
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) {
            var text = context.readValue(parser, String.class);
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException unreadable) {
                throw context.weirdStringException("", type, "not one of these");
            }
        }
    }
}
