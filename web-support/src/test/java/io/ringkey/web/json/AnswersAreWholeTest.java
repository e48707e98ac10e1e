package io.ringkey.web.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.web.sample.Answer;
import io.ringkey.web.sample.Sample;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotWritableException;
import org.springframework.mock.http.MockHttpOutputMessage;

class AnswersAreWholeTest {

    private final Sample sample = Sample.running();

    @Test
    void sayHowLongTheyAre() {
        assertHasItsLength(sample.post("/api/body", "{\"phone\":\"Омск\"}"));
        assertHasItsLength(sample.put("/api/tree", "{\"text\":\"" + "ю".repeat(40_000) + "\"}"));
        assertHasItsLength(sample.get("/api/number?n=x"));
    }

    @Test
    void haveNoBeginningWithoutAnEnd() {
        var message = new MockHttpOutputMessage();
        var items = Stream.concat(
                        Collections.nCopies(10_000, (Object) "one of many").stream(), Stream.of(new Unwritable()))
                .toList();

        assertThatThrownBy(() -> new JsonAnswers(StrictJson.mapper()).write(items, MediaType.APPLICATION_JSON, message))
                .isInstanceOf(HttpMessageNotWritableException.class);

        assertThat(message.getBodyAsBytes()).isEmpty();
    }

    private static void assertHasItsLength(Answer answer) {
        assertThat(answer.header("Content-Length"))
                .isEqualTo(String.valueOf(answer.body().getBytes(StandardCharsets.UTF_8).length));
        assertThat(answer.header("Transfer-Encoding")).isNull();
    }

    /** Whose reading fails. */
    public static final class Unwritable {

        public List<String> getItems() {
            throw new IllegalStateException("cannot be read");
        }
    }
}
