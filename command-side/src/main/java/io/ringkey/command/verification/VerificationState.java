package io.ringkey.command.verification;

import io.ringkey.api.verification.DeviceClass;
import io.ringkey.api.verification.NumberStreamId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What a number's stream comes to up to a version. It is kept beside the record and made of it: a state that a later release
 * cannot read is no loss.
 */
record VerificationState(
        long version,
        NumberStreamId stream,
        UUID subject,
        Map<DeviceClass, ClassOfDevices> classes,
        Map<UUID, Integer> sendings) {

    VerificationState {
        classes = Map.copyOf(classes);
        // In their order: the oldest is forgotten first.
        sendings = new LinkedHashMap<>(sendings);
    }
}
