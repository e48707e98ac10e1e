package io.ringkey.api.people;

/** How a list of people can be sorted; ties by id, in the same direction. */
public enum PeopleOrder {
    /** Who came last, first. */
    NEWEST,
    OLDEST,
    /** Who brought most people, first. */
    MOST_BROUGHT,
    FEWEST_BROUGHT
}
