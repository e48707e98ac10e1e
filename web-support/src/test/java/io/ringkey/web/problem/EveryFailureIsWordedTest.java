package io.ringkey.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EveryFailureIsWordedTest {

    private static final Locale RUSSIAN = Locale.of("ru");

    private final ProblemMessages messages = new ProblemMessages("en");

    @ParameterizedTest
    @EnumSource(FailureCode.class)
    void hasATitleAndASentenceInBothLanguages(FailureCode code) {
        for (var language : ProblemMessages.LANGUAGES) {
            assertThat(messages.title(code, language)).isNotEqualTo(code.code());
            assertThat(messages.detail(code, language))
                    .isNotEqualTo(code.code())
                    .endsWith(".");
        }
        assertThat(messages.detail(code, RUSSIAN)).matches(".*[а-яё].*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "required",
                "too-long",
                "too-short",
                "not-empty",
                "pattern",
                "type.wrong",
                "unknown",
                "duplicate",
                "read-only",
                "phone.invalid",
                "email.invalid",
                "cursor.invalid",
                "limit.invalid",
                "position.invalid",
                "idempotency-key.invalid"
            })
    void hasASentenceForEveryReason(String reason) {
        for (var language : ProblemMessages.LANGUAGES) {
            assertThat(messages.reason(reason, language))
                    .endsWith(".")
                    .isNotEqualTo(messages.reason("invalid", language));
        }
    }

    @Test
    void fallsBackToAPlainSentenceForAReasonThatNobodyWorded() {
        assertThat(messages.reason("nobody.worded-this", Locale.ENGLISH)).isEqualTo("This value is not valid.");
    }

    @Test
    void keepsItsOwnMembersWhateverAFailureAdds() {
        var document = new ProblemWriter(messages, new ProblemMeters(new SimpleMeterRegistry()))
                .document(Failure.of(FailureCode.NOT_FOUND).with("status", 200).with("more", 1), Locale.ENGLISH, null);

        assertThat(document).containsEntry("status", 404).containsEntry("more", 1);
    }

    @Test
    void areListedInTheDocumentation() throws IOException {
        var rendered = new ErrorCatalogue(messages).render();
        var file = Path.of("../docs/errors.md");
        if (Boolean.getBoolean("ringkey.regenerate")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, rendered);
        }

        assertThat(Files.readString(file))
                .as("docs/errors.md is generated: run this test with -Dringkey.regenerate=true")
                .isEqualTo(rendered);
    }

    @Test
    void areRegisteredUnderTypesThatStay() {
        assertThat(Map.of(
                        FailureCode.NOT_FOUND, ProblemWriter.type(FailureCode.NOT_FOUND),
                        FailureCode.FIELD_INVALID, ProblemWriter.type(FailureCode.FIELD_INVALID)))
                .containsEntry(FailureCode.NOT_FOUND, "/errors/not-found")
                .containsEntry(FailureCode.FIELD_INVALID, "/errors/field.invalid");
    }
}
