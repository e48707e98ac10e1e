package io.ringkey.web.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Master keys as a setting or a file has them: parted by commas or line breaks, each of 32 bytes as base64 or hex, the one
 * that wraps first. One that is announced stands behind {@code next:}; it opens what it has wrapped and wraps nothing yet.
 * Immutable and thread-safe.
 *
 * @param keys as they are written, the one that wraps first
 * @param next the one that is announced, or {@code null}
 */
public record WrittenKeys(List<String> keys, @Nullable String next) {

    private static final String NEXT = "next:";
    private static final String SHAPE = "32 bytes as base64 or as 64 hex digits";

    public WrittenKeys {
        keys = List.copyOf(keys);
    }

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException when that is not what they are; its message says what they ought to be, and repeats
     *     nothing
     */
    public static WrittenKeys parse(String text) {
        List<String> parts = Stream.of(text.split("[,\\r\\n]"))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
        var keys = new ArrayList<String>();
        String next = null;
        for (String part : parts) {
            boolean announced = part.startsWith(NEXT);
            String key = announced ? part.substring(NEXT.length()).strip() : part;
            if (Kind.Key.parse(key).isEmpty() || announced && next != null) {
                throw new IllegalArgumentException(
                        parts.size() == 1
                                ? SHAPE
                                : SHAPE + ", or several of those, and number " + (parts.indexOf(part) + 1)
                                        + " is none");
            }
            if (announced) {
                next = key;
            } else {
                keys.add(key);
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException(SHAPE);
        }
        return new WrittenKeys(keys, next);
    }

    /** The keys themselves, a fresh array each time: the one that wraps first, the one that is announced last. */
    public List<byte[]> bytes() {
        return Stream.concat(keys.stream(), Stream.ofNullable(next))
                .map(Kind.Key::parse)
                .flatMap(Optional::stream)
                .toList();
    }

    /** With one more, which wraps nothing yet. */
    public WrittenKeys announcing(String key) {
        return new WrittenKeys(keys, key);
    }

    /** With the announced one first. */
    public WrittenKeys withNextFirst() {
        return new WrittenKeys(
                Stream.concat(Stream.ofNullable(next), keys.stream()).toList(), null);
    }

    /** With the one that wraps alone. */
    public WrittenKeys withoutOlder() {
        return new WrittenKeys(keys.subList(0, 1), next);
    }

    /** For a file: a line for each. */
    public String lines() {
        return String.join("\n", keys) + "\n" + (next == null ? "" : NEXT + next + "\n");
    }

    /** The keys stay out of logs. */
    @Override
    public String toString() {
        return keys.size() + (next == null ? " keys" : " keys, and one announced");
    }
}
