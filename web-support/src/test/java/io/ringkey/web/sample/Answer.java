package io.ringkey.web.sample;

import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What came back. */
public record Answer(HttpResponse<String> response) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public int status() {
        return response.statusCode();
    }

    public String body() {
        return response.body();
    }

    public @Nullable String header(String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    public JsonNode json() {
        return JSON.readTree(response.body());
    }

    /** Status and code of a problem, for a short assertion: {@code 404 not-found}. */
    public String problem() {
        if (!"application/problem+json".equals(header("Content-Type"))) {
            return status() + " " + header("Content-Type") + " " + body();
        }
        return status() + " " + json().path("code").asString();
    }

    public String error(String field) {
        return json().path("errors").path(field).path("code").asString("");
    }
}
