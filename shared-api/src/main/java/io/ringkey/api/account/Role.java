package io.ringkey.api.account;

/** What a person may do. Each role includes the ones before it. */
public enum Role {
    /** One's own account. */
    USER,
    /** Reads people and their login history. */
    MODERATOR,
    /** Everything. */
    ADMIN;

    /** The role's name in JSON and in the database. */
    public String wireName() {
        return switch (this) {
            case USER -> "user";
            case MODERATOR -> "moderator";
            case ADMIN -> "admin";
        };
    }

    /**
     * Reads a role's name.
     *
     * @throws IllegalArgumentException when there is no such role
     */
    public static Role ofWireName(String name) {
        return switch (name) {
            case "user" -> USER;
            case "moderator" -> MODERATOR;
            case "admin" -> ADMIN;
            default -> throw new IllegalArgumentException("no such role");
        };
    }

    /** Whether this role may do what {@code other} may. */
    public boolean includes(Role other) {
        return ordinal() >= other.ordinal();
    }
}
