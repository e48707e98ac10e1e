package io.ringkey.api.verification;

import org.jspecify.annotations.Nullable;

/**
 * What a call says of the device that it comes from.
 *
 * @param secret what the device was given before, or {@code null} when it brings nothing
 * @param wantsSecret whether it would keep one, if it is not recognised
 */
public record Device(@Nullable DeviceSecret secret, boolean wantsSecret) {

    /** A device that brings nothing and keeps nothing. */
    public static final Device UNKNOWN = new Device(null, false);
}
