package io.ringkey.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.DomainEvent;
import io.ringkey.api.Origin;
import io.ringkey.api.Personal;
import io.ringkey.api.PhoneNumber;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What an event says of a person is marked, or it would be kept in the clear for good. A field of an event is an id, a
 * time, a number, a word of ours or {@link Personal}; a text must have been looked at and stand here.
 */
class PersonalFieldsAreMarkedTest {

    /** Texts that we made ourselves and that say nothing of a person. */
    private static final Set<String> OUR_OWN_WORDS = Set.of(
            "AvatarChanged.avatar",
            "CodeSent.sender",
            "DeadLetterDiscarded.projection",
            "DeadLetterDiscarded.reason",
            "InviteApplied.inviteCode",
            "InviteCodeGiven.inviteCode",
            "Looked.about",
            "Looked.what",
            "SendingFailed.reason",
            "SendingFailed.sender");

    // D1
    @Test
    void noEventHoldsAnythingPersonalThatIsNotMarked() {
        assertThat(unmarked(new EventCatalogue().all().values())).isEmpty();
    }

    @Test
    void theListOfOurOwnWordsNamesFieldsThatThereAre() {
        assertThat(new EventCatalogue()
                        .all().values().stream()
                                .flatMap(event -> Arrays.stream(event.getRecordComponents()))
                                .filter(field -> field.getType() == String.class)
                                .map(PersonalFieldsAreMarkedTest::name))
                .containsExactlyInAnyOrderElementsOf(OUR_OWN_WORDS);
    }

    @Test
    void anUnmarkedNumberAddressOrTextIsFound() {
        assertThat(unmarked(List.of(Unmarked.class)))
                .containsExactly("Unmarked.mobile", "Unmarked.from", "Unmarked.nickname", "Unmarked.emails");
    }

    private record Unmarked(
            UUID account,
            PhoneNumber mobile,
            Origin from,
            String nickname,
            List<String> emails,
            @Nullable Personal city,
            Instant at)
            implements DomainEvent {}

    private static List<String> unmarked(Collection<Class<?>> events) {
        return events.stream()
                .flatMap(event -> Arrays.stream(event.getRecordComponents()))
                .filter(field -> !harmless(field))
                .map(PersonalFieldsAreMarkedTest::name)
                .toList();
    }

    private static boolean harmless(RecordComponent field) {
        Class<?> type = field.getType();
        return type == Personal.class
                || type == UUID.class
                || type == Instant.class
                || type == int.class
                || type == long.class
                || type.isEnum()
                || OUR_OWN_WORDS.contains(name(field));
    }

    private static String name(RecordComponent field) {
        return field.getDeclaringRecord().getSimpleName() + "." + field.getName();
    }
}
