package io.ringkey.web.settings;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code .env}. Strict on purpose: a line that shells, Compose and this program could read differently is
 * refused, by its number and never by its content, which may be a secret. Nothing is substituted in values.
 */
final class DotEnv {

    private static final Pattern ASSIGNMENT = Pattern.compile("(?:export[ \\t]+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)");
    private static final Pattern COMMENT = Pattern.compile("[ \\t]*|[ \\t]+#.*");

    private DotEnv() {}

    /** The assignments of a file in their order; none if there is no such file. */
    static Map<String, String> read(Path file) {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            return parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (CharacterCodingException notText) {
            throw new BadSetting("The file " + file + " is not UTF-8 text.");
        } catch (IOException unreadable) {
            throw new BadSetting("The file " + file + " cannot be read.");
        }
    }

    static Map<String, String> parse(String content) {
        String text = content.startsWith("\uFEFF") ? content.substring(1) : content;
        Map<String, String> values = new LinkedHashMap<>();
        int number = 0;
        for (String raw : text.split("\r?\n", -1)) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher matcher = ASSIGNMENT.matcher(line);
            if (!matcher.matches()) {
                throw bad(number, "is not of the form NAME=value");
            }
            String name = matcher.group(1);
            if (values.put(name, value(matcher.group(2), number)) != null) {
                throw bad(number, "sets " + name + " a second time");
            }
        }
        return values;
    }

    private static String value(String text, int number) {
        if (text.startsWith("'") || text.startsWith("\"")) {
            return quoted(text, number);
        }
        if (text.startsWith(" ") || text.startsWith("\t")) {
            if (COMMENT.matcher(text).matches()) {
                return "";
            }
            throw bad(number, "has a space behind the equals sign");
        }
        String bare = text.startsWith("#") ? text : text.split("[ \\t]+#", 2)[0];
        return bare.strip();
    }

    private static String quoted(String text, int number) {
        char quote = text.charAt(0);
        StringBuilder value = new StringBuilder();
        for (int at = 1; at < text.length(); at++) {
            char next = text.charAt(at);
            if (next == quote) {
                if (!COMMENT.matcher(text.substring(at + 1)).matches()) {
                    throw bad(number, "has text behind the closing quote");
                }
                return value.toString();
            }
            if (next == '\\' && quote == '"') {
                at++;
                value.append(escaped(at < text.length() ? text.charAt(at) : '\0', number));
            } else {
                value.append(next);
            }
        }
        throw bad(number, "has a quote that is not closed");
    }

    private static char escaped(char next, int number) {
        return switch (next) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '"', '\\', '$' -> next;
            default -> throw bad(number, "has a backslash that means nothing");
        };
    }

    private static BadSetting bad(int line, String complaint) {
        return new BadSetting("Line " + line + " of .env " + complaint + ".");
    }
}
