package io.ringkey.standalone.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks for values in six encodings: as they are, in base64 (at each of its three alignments), in hexadecimal, in UTF-16,
 * escaped as in JSON, and escaped as in addresses.
 */
public final class Traces {

    /** Shorter ones would be found by chance. */
    private static final int SHORTEST = 6;

    private static final int BITS_OF_A_BYTE = 8;
    private static final int BITS_OF_A_CHARACTER = 6;
    private static final int ALIGNMENTS = 3;

    private static final int STARTS = 1 << 16;

    /** By their first two bytes. Files are long, so nothing is boxed on the way. */
    private final Trace[][] byTheirStart = new Trace[STARTS][];

    private record Trace(String name, byte[] bytes) {}

    /** For texts of some length. */
    public static Traces of(Collection<String> values) {
        var traces = new Traces();
        for (String value : values) {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            traces.add(value + " as it is", utf8);
            for (int alignment = 0; alignment < ALIGNMENTS; alignment++) {
                String base64 = base64(utf8, alignment);
                traces.add(value + " in base64", ascii(base64));
                traces.add(
                        value + " in base64url", ascii(base64.replace('+', '-').replace('/', '_')));
            }
            traces.add(value + " in hexadecimal", ascii(HexFormat.of().formatHex(utf8)));
            traces.add(
                    value + " in HEXADECIMAL",
                    ascii(HexFormat.of().withUpperCase().formatHex(utf8)));
            traces.add(value + " in UTF-16LE", value.getBytes(StandardCharsets.UTF_16LE));
            traces.add(value + " in UTF-16BE", value.getBytes(StandardCharsets.UTF_16BE));
            traces.add(value + " escaped as in JSON", ascii(jsonEscaped(value, character -> true)));
            traces.add(value + " escaped as in JSON", ascii(jsonEscaped(value, character -> character > 127)));
            traces.add(value + " escaped as in an address", ascii(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        }
        return traces;
    }

    /** Looks for these bytes, too. */
    public void add(String name, byte[] bytes) {
        if (bytes.length < SHORTEST) {
            throw new IllegalArgumentException(name + " is too short to be looked for");
        }
        int start = start(bytes, 0);
        Trace[] alike = byTheirStart[start] == null ? new Trace[0] : byTheirStart[start];
        if (Arrays.stream(alike).noneMatch(known -> Arrays.equals(known.bytes(), bytes))) {
            byTheirStart[start] = Arrays.copyOf(alike, alike.length + 1);
            byTheirStart[start][alike.length] = new Trace(name, bytes);
        }
    }

    /** How often each trace stands in a text; those that do not are left out. */
    public Map<String, Integer> in(String text) {
        return in(text.getBytes(StandardCharsets.UTF_8));
    }

    /** How often each trace stands in some bytes; those that do not are left out. */
    public Map<String, Integer> in(byte[] content) {
        Map<String, Integer> found = new TreeMap<>();
        look(content, "", found);
        return found;
    }

    /** How often each trace stands in each file below a directory; those that do not are left out. */
    public Map<String, Integer> below(Path directory, Predicate<Path> wanted) {
        Map<String, Integer> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(wanted).filter(Files::isRegularFile).collect(Collectors.toList())) {
                look(content(file), " in " + directory.relativize(file), found);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static byte[] content(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException gone) {
            return new byte[0];
        }
    }

    private void look(byte[] content, String where, Map<String, Integer> found) {
        for (int at = 0; at + 1 < content.length; at++) {
            Trace[] alike = byTheirStart[start(content, at)];
            if (alike != null) {
                for (Trace trace : alike) {
                    int end = at + trace.bytes().length;
                    if (end <= content.length
                            && Arrays.equals(content, at, end, trace.bytes(), 0, trace.bytes().length)) {
                        found.merge(trace.name() + where, 1, Integer::sum);
                    }
                }
            }
        }
    }

    private static int start(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << BITS_OF_A_BYTE | bytes[at + 1] & 0xff;
    }

    /** The characters that the value alone decides, with as many other bytes before it. */
    private static String base64(byte[] value, int before) {
        byte[] shifted = new byte[before + value.length];
        System.arraycopy(value, 0, shifted, before, value.length);
        int from = Math.ceilDiv(before * BITS_OF_A_BYTE, BITS_OF_A_CHARACTER);
        int until = shifted.length * BITS_OF_A_BYTE / BITS_OF_A_CHARACTER;
        return Base64.getEncoder().encodeToString(shifted).substring(from, until);
    }

    private static String jsonEscaped(String value, Predicate<Integer> escaped) {
        return value.chars()
                .mapToObj(character ->
                        escaped.test(character) ? "\\u%04x".formatted(character) : Character.toString(character))
                .collect(Collectors.joining());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
