package io.ringkey.api.referral;

import io.ringkey.api.WireNames;
import java.util.Optional;

/**
 * Why a referral was revoked. A fixed list and no free text: what staff write of people would be personal, could not be
 * counted, and would have to be sealed and erased.
 */
public enum RevocationReason {
    /** One of a set of accounts that one person made. */
    RING,
    /** Made on the inviter's own device. */
    SAME_DEVICE,
    /** The sign-ups were paid for. */
    BOUGHT,
    /** The code was applied by mistake. */
    MISTAKE,
    OTHER;

    /** Its name in JSON: small letters, with hyphens. */
    public String wireName() {
        return WireNames.of(this);
    }

    /** The reason that has this name in JSON; nothing when there is none. */
    public static Optional<RevocationReason> ofWireName(String name) {
        return WireNames.find(RevocationReason.class, name);
    }
}
