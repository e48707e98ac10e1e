package io.ringkey.query.pages;

import io.ringkey.api.account.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The parts of the desk, in the order of its menu. */
public enum Section {
    OVERVIEW("/admin/", Role.MODERATOR),
    PEOPLE("/admin/people/", Role.MODERATOR),
    EVENTS("/admin/events/", Role.ADMIN),
    REFERRALS("/admin/referrals/", Role.MODERATOR),
    SECURITY("/admin/security/", Role.MODERATOR),
    PROJECTIONS("/admin/projections/", Role.ADMIN),
    DEAD_LETTERS("/admin/dead-letters/", Role.ADMIN);

    /** A stream is a view of events. */
    private static final String STREAMS = "/admin/streams/";

    private final String path;
    private final Role least;

    Section(String path, Role least) {
        this.path = path;
        this.least = least;
    }

    /** Where it begins. */
    public String path() {
        return path;
    }

    /** The key of its name in the words. */
    public String word() {
        return "section_" + name().toLowerCase(Locale.ROOT);
    }

    /** Whether a page stands in it. */
    public boolean holds(String page) {
        String whole = page.endsWith("/") ? page : page + "/";
        return switch (this) {
            // Every other one stands below it.
            case OVERVIEW -> whole.equals(path);
            case EVENTS -> whole.startsWith(path) || whole.startsWith(STREAMS);
            default -> whole.startsWith(path);
        };
    }

    /** The parts that are for a role. */
    static List<Section> of(Role role) {
        return Arrays.stream(values())
                .filter(section -> role.includes(section.least))
                .toList();
    }
}
