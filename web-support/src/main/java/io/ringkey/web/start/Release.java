package io.ringkey.web.start;

/** The release that this is, as the build wrote it into the jars. */
public final class Release {

    private Release() {}

    /** Its number, as {@code 1.2.0}; a word in parentheses when the program runs from classes that are in no jar. */
    public static String number() {
        String built = Release.class.getPackage().getImplementationVersion();
        return built == null ? "(not packaged)" : built;
    }
}
