package io.ringkey.command.backup;

import java.time.Instant;
import java.util.Map;

/**
 * What a backup says of itself.
 *
 * @param release what wrote it
 * @param postgresql the version of the server that it was taken from
 * @param schemas of each schema the last migration
 * @param lastPosition the last event's place in the record, 0 where there is none
 * @param masterKey by which the master key is known that opens it, and not learned
 */
record Header(
        String release,
        Instant takenAt,
        String postgresql,
        Map<String, String> schemas,
        long lastPosition,
        String masterKey) {}
