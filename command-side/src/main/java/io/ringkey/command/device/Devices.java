package io.ringkey.command.device;

import io.ringkey.api.account.AccountId;
import io.ringkey.api.verification.Device;
import io.ringkey.api.verification.DeviceClass;
import io.ringkey.api.verification.DeviceSecret;
import org.jspecify.annotations.Nullable;

/**
 * The devices that people have signed in with. Inside a transaction everything here is part of it. Thread-safe.
 */
public interface Devices {

    /**
     * The class that a call belongs to.
     *
     * @param owner who holds the number that the call is about, or {@code null} while nobody does
     */
    DeviceClass classOf(Device device, @Nullable AccountId owner);

    /** Makes a device one of this person's: from now on it is recognised by the secret. The oldest makes room. */
    DeviceSecret recognise(AccountId person);

    /** Recognises none of this person's devices any more. */
    void forgetAllOf(AccountId person);
}
