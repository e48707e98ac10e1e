package io.ringkey.web.access;

import io.ringkey.api.account.AccountId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where looks wait until the command side puts them on record. Safe for concurrent use. */
public interface InspectionInbox {

    /**
     * Keeps a look, for good once this returns. One that was kept before in the same hour changes nothing.
     *
     * @throws org.springframework.dao.DataAccessException when it could not be kept: then nothing may be shown
     */
    void put(Look look);

    /**
     * Keeps that somebody gives up a dead letter, for good once this returns.
     *
     * @throws org.springframework.dao.DataAccessException when it could not be kept: then nothing may be given up
     */
    void put(Discard discard);

    /**
     * Somebody of the staff looks at what is not their own.
     *
     * @param what the path that is called, with its variables in braces
     * @param about an id or a position, or {@code null} for a list
     */
    record Look(AccountId by, String what, @Nullable String about, Instant at) {}

    /**
     * Somebody of the staff gives up an event that a projection could not take in.
     *
     * @param letter the dead letter's id
     * @param event the event's id
     */
    record Discard(AccountId by, String letter, String projection, UUID event, String reason, Instant at) {}
}
