package io.ringkey.query.deadletter;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event that a projection could not take in, or that is held back behind one.
 *
 * @param ofReplay whether it is a replay's that is under way, and not the view's own
 * @param position how many of its sequence have to be taken in before: 0 for the one that fails
 * @param index the event's position in the record
 * @param payload the event's content, masked; {@code null} when it cannot be opened
 * @param cause why it failed; {@code null} when it only waits
 * @param tries how often it was tried again
 */
record DeadLetterItem(
        @Schema(example = "01900000-0000-7000-8000-000000000009")
        String id,

        @Schema(example = "profiles") String projection,
        boolean ofReplay,
        @Schema(example = "0") long position,
        @Schema(example = "120480") long index,
        UUID event,
        @Schema(example = "account.profile-changed") String type,
        UUID stream,
        @Nullable Map<String, @Nullable Object> payload,

        @Schema(example = "MissingRow: no row 01900000-0000-7000-8000-000000000001 in profile") @Nullable
        String cause,

        Instant since,
        Instant triedAt,
        @Schema(example = "3") int tries) {}
