package io.ringkey.eventstore;

/** Keeps personal values as they are. */
final class PlainPersonalFields implements PersonalFields {

    private static final String SCHEME = "plain:";

    @Override
    public String seal(Place place, String value) {
        return SCHEME + value;
    }

    @Override
    public String open(Place place, String kept) {
        if (!kept.startsWith(SCHEME)) {
            throw new IllegalStateException(
                    "a personal field of " + place.event() + " is kept under an unknown scheme");
        }
        return kept.substring(SCHEME.length());
    }
}
