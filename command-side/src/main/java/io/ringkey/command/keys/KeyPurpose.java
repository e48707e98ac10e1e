package io.ringkey.command.keys;

/** What a key is for. Keys of different purposes are independent of each other. */
public enum KeyPurpose {
    /** One-time codes are derived under it. */
    CODE("code"),
    /** Numbers are found by their hash under it. It cannot be replaced without hashing every number again. */
    PHONE_HASH("phone-hash"),
    /** Refresh tokens and their successors. */
    REFRESH("refresh"),
    /** Values that a client keeps for us in a cookie. */
    COOKIE("cookie"),
    /** Addresses and blocks of numbers are counted by their hash under it. */
    LIMIT("limit"),
    /** Forgotten numbers are remembered by it, as far as wrong codes and invitations go. Used for nothing else. */
    TOMBSTONE("tombstone"),
    /** Access tokens are signed with it: a key pair on the curve P-256. */
    TOKEN_SIGNING("token-signing");

    private final String storedName;

    KeyPurpose(String storedName) {
        this.storedName = storedName;
    }

    /** Whether a new key can take the place of the current one. */
    public boolean canBeReplaced() {
        return switch (this) {
            case CODE, REFRESH, COOKIE, TOKEN_SIGNING -> true;
            case PHONE_HASH, LIMIT, TOMBSTONE -> false;
        };
    }

    /** The purpose's name in the database and in the id of a public key. */
    public String storedName() {
        return storedName;
    }
}
