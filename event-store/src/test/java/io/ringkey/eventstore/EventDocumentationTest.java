package io.ringkey.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.api.Personal;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/events.md} says what the code says; {@code -Dringkey.regenerate=true} writes it anew. */
class EventDocumentationTest {

    private static final Path DOCUMENT = Path.of("../docs/events.md");
    private static final Path SOURCES = Path.of("../shared-api/src/main/java");
    private static final Pattern EVENT =
            Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s*@StoredName\\(\"([^\"]+)\"", Pattern.DOTALL);

    @Test
    void isUpToDate() throws IOException {
        String current = render(new EventCatalogue().all(), descriptions());
        if (Boolean.getBoolean("ringkey.regenerate")) {
            Files.createDirectories(DOCUMENT.getParent());
            Files.writeString(DOCUMENT, current);
        }
        assertThat(Files.readString(DOCUMENT))
                .as("run ./mvnw -pl event-store test -Dringkey.regenerate=true")
                .isEqualTo(current);
    }

    private static String render(Map<String, Class<?>> events, Map<String, String> descriptions) {
        var text =
                new StringBuilder("# The events\n\nGenerated from the code; a test fails when it drifts. Each event is"
                        + " stored under the name given here, with\nits revision; names and revisions are never reused. Fields"
                        + " marked *personal* are kept through the personal-field\nseam, beside the subject whose key protects"
                        + " them.\n");
        events.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(event -> {
            text.append("\n## ").append(event.getKey()).append("\n\n");
            text.append("Revision ")
                    .append(EventCatalogue.revisionOf(event.getValue()))
                    .append(". ");
            text.append(descriptions.getOrDefault(event.getKey(), "")).append("\n\n");
            text.append("| Field | Type |\n|---|---|\n");
            for (RecordComponent field : event.getValue().getRecordComponents()) {
                text.append("| `").append(snakeCase(field.getName())).append("` | ");
                text.append(typeOf(field.getType())).append(" |\n");
            }
        });
        return text.toString();
    }

    private static String typeOf(Class<?> type) {
        if (type == Personal.class) {
            return "text, *personal*";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> "`" + constant + "`")
                    .collect(Collectors.joining(", "));
        }
        return switch (type.getSimpleName()) {
            case "UUID" -> "id";
            case "Instant" -> "time";
            case "int", "long" -> "number";
            case "String" -> "text";
            default -> throw new IllegalStateException("a field of " + type);
        };
    }

    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT);
    }

    private static Map<String, String> descriptions() throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> sources = Files.walk(SOURCES)) {
            for (Path source : sources.filter(file -> file.toString().endsWith("Event.java"))
                    .toList()) {
                Matcher event = EVENT.matcher(Files.readString(source));
                while (event.find()) {
                    found.put(event.group(2), firstParagraph(event.group(1)));
                }
            }
        }
        return found;
    }

    private static String firstParagraph(String comment) {
        return comment.replaceAll("(?m)^\\s*\\*", "")
                .replaceAll("(?s)@param.*", "")
                .replaceAll("\\{@[a-z]+ ([^}]+)}", "`$1`")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
