package io.ringkey.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.serialization.SimpleSerializedObject;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every revision of every event has a file with its JSON, and stays readable for good (R8). {@code -Dringkey.regenerate}
 * writes the files that are missing; it never changes one that is there.
 */
class EveryEventIsApprovedTest {

    private static final Path APPROVED = Path.of("src/test/resources/approved-events");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final EventCatalogue catalogue = new EventCatalogue();
    private final EventSerializer serializer = new EventSerializer(catalogue, new PlainPersonalFields());

    @TestFactory
    Stream<DynamicTest> isWrittenAsApproved() {
        return catalogue.all().entrySet().stream()
                .map(event -> DynamicTest.dynamicTest(event.getKey(), () -> checkWritten(event)));
    }

    private void checkWritten(Map.Entry<String, Class<?>> event) throws IOException {
        Object example = SampleEvents.of(event.getValue());
        byte[] written = serializer.serialize(example, byte[].class).getData();
        Path file = APPROVED.resolve(event.getKey() + ".r" + EventCatalogue.revisionOf(event.getValue()) + ".json");
        if (Boolean.getBoolean("ringkey.regenerate") && !Files.exists(file)) {
            Files.createDirectories(APPROVED);
            Files.writeString(file, JSON.writeValueAsString(JSON.readTree(written)) + "\n");
        }
        assertThat(JSON.readTree(written))
                .as("a changed shape needs a new revision and an upcaster; %s stays", file)
                .isEqualTo(JSON.readTree(Files.readString(file)));
    }

    // R8
    @TestFactory
    Stream<DynamicTest> isReadFromEveryApprovedRevision() throws IOException {
        try (Stream<Path> files = Files.list(APPROVED)) {
            return files.sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> checkRead(file)));
        }
    }

    private void checkRead(Path file) throws IOException {
        String[] nameAndRevision =
                file.getFileName().toString().replace(".json", "").split("\\.r(?=[0-9]+$)");
        var stored = new SimpleSerializedObject<>(
                Files.readString(file).getBytes(StandardCharsets.UTF_8),
                byte[].class,
                nameAndRevision[0],
                nameAndRevision[1]);
        Class<?> event = catalogue.find(nameAndRevision[0]).orElseThrow();

        Object read = serializer.deserialize(stored);

        assertThat(read).isEqualTo(SampleEvents.of(event));
    }

    @Test
    void hasNoApprovedFileOfAnUnknownEvent() throws IOException {
        try (Stream<Path> files = Files.list(APPROVED)) {
            List<String> names = files.map(file -> file.getFileName().toString().replaceFirst("\\.r[0-9]+\\.json$", ""))
                    .distinct()
                    .toList();
            assertThat(names)
                    .containsExactlyInAnyOrderElementsOf(catalogue.all().keySet());
        }
    }
}
