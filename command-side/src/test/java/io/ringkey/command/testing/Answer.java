package io.ringkey.command.testing;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer over HTTP. */
public record Answer(int status, HttpResponse<String> response) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public JsonNode json() {
        return JSON.readTree(response.body());
    }

    /** A member of the answer's JSON as text. */
    public String text(String member) {
        JsonNode value = json().get(member);
        if (value == null) {
            throw new AssertionError("no " + member + " in " + response.body());
        }
        return value.asString();
    }

    public long number(String member) {
        return json().get(member).asLong();
    }

    public boolean has(String member) {
        return json().has(member);
    }

    public Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    /** The value of a cookie that the answer sets. */
    public Optional<String> cookie(String name) {
        return setCookies().stream()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1, line.indexOf(';')))
                .findFirst();
    }

    public List<String> setCookies() {
        return response.headers().allValues("Set-Cookie");
    }

    @Override
    public String toString() {
        return status + " " + response.body();
    }
}
