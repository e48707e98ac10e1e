package io.ringkey.standalone.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Checkout;
import io.ringkey.standalone.support.Client.Answer;
import io.ringkey.standalone.support.SharedProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code docs/openapi.json} is the description that the proxy of compose serves, since each side knows its own half
 * alone; {@code -Dringkey.regenerate=true} writes it anew.
 */
class OpenApiDocumentTest {

    private static final Path FILE = Checkout.root().resolve("docs/openapi.json");
    private static final JsonMapper SORTED = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    @Test
    void saysWhatTheProgramSays() throws IOException {
        Answer described = SharedProgram.client().get("/v3/api-docs");
        assertThat(described.status()).isEqualTo(200);
        String sorted = SORTED.writeValueAsString(SORTED.readValue(described.body(), Map.class)) + "\n";

        if (Boolean.getBoolean("ringkey.regenerate")) {
            Files.writeString(FILE, sorted);
        }

        assertThat(Files.readString(FILE))
                .as("run ./mvnw -pl standalone test -Dtest=OpenApiDocumentTest -Dringkey.regenerate=true")
                .isEqualTo(sorted);
    }
}
