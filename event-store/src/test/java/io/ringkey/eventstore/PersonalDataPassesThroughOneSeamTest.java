package io.ringkey.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.api.Personal;
import io.ringkey.api.account.AccountEvent.PersonRegistered;
import io.ringkey.api.account.AccountEvent.ProfileChanged;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PersonalDataPassesThroughOneSeamTest {

    private static final UUID ACCOUNT = UUID.fromString("01900000-0000-7000-8000-000000000001");
    private static final UUID SUBJECT = UUID.fromString("01900000-0000-7000-8000-000000000002");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    private final RecordingFields fields = new RecordingFields();
    private final EventSerializer serializer = new EventSerializer(new EventCatalogue(), fields);

    @Test
    void writesAndReadsPersonalValuesBoundToSubjectEventAndField() {
        var event = new PersonRegistered(ACCOUNT, SUBJECT, ACCOUNT, Personal.of(SUBJECT, "+79136740000"), NOW);

        var stored = serializer.serialize(event, byte[].class);

        assertThat(new String(stored.getData(), StandardCharsets.UTF_8))
                .contains("\"subject\":\"" + SUBJECT + "\"", "\"value\":\"sealed:00004763197+\"");
        assertThat(stored.getType().getName()).isEqualTo("account.person-registered");
        assertThat(stored.getType().getRevision()).isEqualTo("1");
        Object read = serializer.deserialize(stored);
        assertThat(read).isEqualTo(event);
        var place = new PersonalFields.Place(SUBJECT, "account.person-registered", "phone");
        assertThat(fields.sealed).containsExactly(place);
        assertThat(fields.opened).containsExactly(place);
    }

    @Test
    void keepsAnAbsentFieldAbsent() {
        var event = new ProfileChanged(ACCOUNT, null, Personal.of(SUBJECT, "Омск"), null, ACCOUNT, NOW);

        Object read = serializer.deserialize(serializer.serialize(event, byte[].class));

        assertThat(read).isEqualTo(event);
    }

    @Test
    void readsAnErasedValueAsGone() {
        fields.erased = true;
        var event = new PersonRegistered(ACCOUNT, SUBJECT, ACCOUNT, Personal.of(SUBJECT, "+79136740000"), NOW);

        PersonRegistered read = serializer.deserialize(serializer.serialize(event, byte[].class));

        assertThat(read.phone()).isEqualTo(new Personal(SUBJECT, null));
    }

    @Test
    void refusesAnEventThatThisReleaseDoesNotKnow() {
        var unknown = new SimpleSerializedObject<>(
                "{}".getBytes(StandardCharsets.UTF_8), byte[].class, "account.moved-to-the-moon", "1");

        assertThatThrownBy(() -> serializer.deserialize(unknown))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("account.moved-to-the-moon");
    }

    private static final class RecordingFields implements PersonalFields {

        private final List<Place> sealed = new ArrayList<>();
        private final List<Place> opened = new ArrayList<>();
        private boolean erased;

        @Override
        public String seal(Place place, String value) {
            sealed.add(place);
            return "sealed:" + new StringBuilder(value).reverse();
        }

        @Override
        public @Nullable String open(Place place, String kept) {
            opened.add(place);
            return erased
                    ? null
                    : new StringBuilder(kept.substring("sealed:".length()))
                            .reverse()
                            .toString();
        }
    }
}
