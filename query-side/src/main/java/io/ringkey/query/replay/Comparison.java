package io.ringkey.query.replay;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/**
 * A view and its replay, at the same position.
 *
 * @param position the last event that both had seen
 */
record Comparison(@Schema(example = "120480") long position, Instant at, boolean same, List<OfTable> tables) {

    /**
     * What there is to say of a table.
     *
     * @param checksum of all rows, whatever their order
     * @param onlyInView rows that the replay does not have
     * @param onlyInReplay rows that the view does not have
     * @param different rows that both have, with other contents
     * @param ids of some of these rows, where they have ids that say nothing of anybody
     */
    record OfTable(
            @Schema(example = "profile") String table,
            @Schema(example = "4096") long rows,
            @Schema(example = "4096") long rowsOfReplay,
            @Schema(example = "9c56cc51b374c3ba") String checksum,
            @Schema(example = "9c56cc51b374c3ba") String checksumOfReplay,
            @Schema(example = "0") long onlyInView,
            @Schema(example = "0") long onlyInReplay,
            @Schema(example = "0") long different,
            List<String> ids) {

        public boolean same() {
            return rows == rowsOfReplay && checksum.equals(checksumOfReplay);
        }
    }
}
