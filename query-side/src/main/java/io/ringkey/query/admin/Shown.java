package io.ringkey.query.admin;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Values, as the pages show them. */
final class Shown {

    private Shown() {}

    /** Moments, in UTC to the second. */
    static final class Times {

        private static final DateTimeFormatter FORMAT =
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

        public String show(Instant moment) {
            return FORMAT.format(moment);
        }
    }

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

    /** Addresses of the page, each with where its lists begin. */
    static final class Links {

        public String to(@Nullable String people, @Nullable String events) {
            var link = UriComponentsBuilder.fromPath("/admin/");
            if (people != null) {
                link.queryParam("people", people);
            }
            if (events != null) {
                link.queryParam("events", events);
            }
            return link.encode().toUriString();
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
