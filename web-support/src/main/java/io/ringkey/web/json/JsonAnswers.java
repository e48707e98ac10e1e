package io.ringkey.web.json;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.util.FastByteArrayOutputStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes answers with their length, once they are whole: in one piece, where chunks take at least two, and nothing of one that
 * cannot be written. All are bounded.
 */
final class JsonAnswers extends JacksonJsonHttpMessageConverter {

    JsonAnswers(JsonMapper mapper) {
        super(mapper);
    }

    /** An answer that is not under way yet. */
    private record Whole(HttpHeaders headers, OutputStream body) implements HttpOutputMessage {

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }

        @Override
        public OutputStream getBody() {
            return body;
        }
    }

    @Override
    protected void writeInternal(
            Object answer, ResolvableType type, HttpOutputMessage message, @Nullable Map<String, Object> hints)
            throws IOException {
        var json = new FastByteArrayOutputStream();
        super.writeInternal(answer, type, new Whole(message.getHeaders(), json), hints);
        message.getHeaders().setContentLength(json.size());
        json.writeTo(message.getBody());
    }
}
