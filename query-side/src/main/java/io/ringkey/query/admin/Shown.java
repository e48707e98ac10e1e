package io.ringkey.query.admin;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Values, as the pages show them. */
final class Shown {

    private Shown() {}

    /** Ids by their end: version 7 begins with the time, so neighbours begin alike. */
    static final class ShortIds {

        private static final int CHARACTERS = 12;

        public String show(@Nullable UUID id) {
            if (id == null) {
                return "—";
            }
            String text = id.toString();
            return "…" + text.substring(text.length() - CHARACTERS);
        }
    }

    /** What an event holds. */
    static final class Payloads {

        private static final JsonMapper JSON =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

        public String show(Map<String, @Nullable Object> payload) {
            return JSON.writeValueAsString(payload);
        }
    }
}
