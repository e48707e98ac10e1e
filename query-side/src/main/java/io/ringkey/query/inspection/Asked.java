package io.ringkey.query.inspection;

import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which events are asked for; what is left out lets all pass. */
record Asked(
        @Parameter(description = "The stored name of the events.", example = "verification.wrong-code-given") @Nullable
        String type,

        @Parameter(description = "The stream: an account, a session or a number's stream.") @Nullable
        UUID stream,

        @Parameter(description = "On whose behalf: an account.") @Nullable
        UUID actor,

        @Parameter(
                description = "From which address, of the events that stand in a login history with it.",
                example = "203.0.113.7")
        @Nullable
        String ip,

        @Parameter(description = "Made at this time or later.", example = "2026-01-02T03:04:05Z") @Nullable
        Instant from,

        @Parameter(description = "Made before this time.", example = "2026-01-03T00:00:00Z") @Nullable
        Instant to) {}
