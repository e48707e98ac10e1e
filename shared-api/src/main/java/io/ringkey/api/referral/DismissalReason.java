package io.ringkey.api.referral;

import io.ringkey.api.WireNames;
import java.util.Optional;

/** Why what looked odd about referrals is all right. A fixed list, for the reasons of {@link RevocationReason}. */
public enum DismissalReason {
    /** People of one household. */
    FAMILY,
    /** People of one workplace, school or club. */
    WORKPLACE,
    /** A code that many people saw at once. */
    CAMPAIGN,
    OTHER;

    /** Its name in JSON: small letters, with hyphens. */
    public String wireName() {
        return WireNames.of(this);
    }

    /** The reason that has this name in JSON; nothing when there is none. */
    public static Optional<DismissalReason> ofWireName(String name) {
        return WireNames.find(DismissalReason.class, name);
    }
}
