package io.ringkey.api.inspection;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event of the record, as staff see it.
 *
 * @param index its position in the record
 * @param stream the stream that it belongs to
 * @param sequence its place in that stream, counted from 0
 * @param type its stored name
 * @param actor the account on whose behalf it was made, or {@code null}
 * @param payload its content, personal values masked unless they were asked for in full, those of erased people
 *     {@code null}; {@code null} as a whole where {@link PayloadLevel#NONE} is shown, as are actor and metadata
 * @param metadata ids of the request and of what caused it
 */
public record EventItem(
        long index,
        UUID id,
        UUID stream,
        long sequence,
        String type,
        @Nullable String revision,
        Instant at,
        @Nullable UUID actor,
        @Nullable Map<String, @Nullable Object> payload,
        @Nullable Map<String, @Nullable Object> metadata) {}
