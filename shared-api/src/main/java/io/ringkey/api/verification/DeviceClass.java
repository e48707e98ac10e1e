package io.ringkey.api.verification;

/** Whether a call carried the secret of a device that its number's owner has used before. */
public enum DeviceClass {
    RECOGNISED,
    UNRECOGNISED
}
