package io.ringkey.query.attack;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is being guessed at, and from where; those with most wrong codes first.
 *
 * @param since what is older was not looked at
 */
record UnderAttack(Instant since, List<Number> numbers, List<Address> addresses) {

    /**
     * A number.
     *
     * @param stream its stream on record
     * @param userId who holds it, if that is known
     * @param failed wrong codes
     * @param refused what a limit, or a block, refused
     * @param addresses from how many
     */
    record Number(
            UUID stream,
            @Nullable UUID userId,
            @Schema(example = "17") long failed,
            @Schema(example = "2") long refused,
            @Schema(example = "3") long addresses,
            Instant lastAt) {}

    /**
     * An address.
     *
     * @param numbers how many were guessed at from there
     */
    record Address(
            @Schema(example = "203.0.113.7") String address,
            @Schema(example = "40") long failed,
            @Schema(example = "2") long refused,
            @Schema(example = "12") long numbers,
            Instant lastAt) {}
}
