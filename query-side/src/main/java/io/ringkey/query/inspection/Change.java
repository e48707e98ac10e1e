package io.ringkey.query.inspection;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is otherwise in one field of a state.
 *
 * @param field its name; one inside another has both names, with a dot between them
 */
record Change(
        @Schema(example = "role") String field,
        @Schema(example = "user") @Nullable Object before,
        @Schema(example = "moderator") @Nullable Object after) {}
