package io.ringkey.eventstore;

import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The seam at which personal values enter and leave the record. Implementations are thread-safe.
 *
 * <p>What is kept begins with the name of the scheme and a colon, so that a value kept under one scheme stays readable
 * after another has taken over.
 */
public interface PersonalFields {

    /**
     * What a kept value is bound to: it is valid nowhere else.
     *
     * @param subject whose key protects it
     * @param event the stored name of the event
     * @param field the name of the field in the payload
     */
    record Place(UUID subject, String event, String field) {}

    /**
     * What to keep for a value in the clear.
     *
     * @return {@code null} when the subject has been erased: nothing of them is kept any more
     */
    @Nullable
    String seal(Place place, String value);

    /**
     * Says whose values are about to be opened, so that what many of them take is fetched at once. Nothing depends on it but
     * how long that takes.
     */
    default void expect(Collection<UUID> subjects) {}

    /**
     * The value in the clear.
     *
     * @return {@code null} when the subject has been erased
     * @throws IllegalStateException when what was kept does not belong here
     */
    @Nullable
    String open(Place place, String kept);
}
