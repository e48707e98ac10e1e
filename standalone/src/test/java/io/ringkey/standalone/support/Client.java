package io.ringkey.standalone.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** A client as an application would have it: JSON in and out, cookies kept or not, never a retry. */
public final class Client {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient WITHOUT_COOKIES =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI base;
    private final HttpClient http;
    private final Map<String, String> headers;

    private Client(URI base, HttpClient http, Map<String, String> headers) {
        this.base = base;
        this.http = http;
        this.headers = Map.copyOf(headers);
    }

    /** One that keeps no cookies. */
    public static Client of(URI base) {
        return new Client(base, WITHOUT_COOKIES, Map.of());
    }

    /** One that keeps cookies, as a browser does. */
    public static Client withCookies(URI base) {
        return new Client(
                base,
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
                        .build(),
                Map.of());
    }

    /** The same client with one more header on every call. */
    public Client with(String header, String value) {
        var more = new java.util.HashMap<>(headers);
        more.put(header, value);
        return new Client(base, http, more);
    }

    /** The same client with a bearer token. */
    public Client as(String accessToken) {
        return with("Authorization", "Bearer " + accessToken);
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer post(String path, Object body) {
        return send("POST", path, body);
    }

    public Answer put(String path, Object body) {
        return send("PUT", path, body);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    /** Sends a call and reads the whole answer. */
    public Answer send(String method, String path, Object body) {
        var request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(30));
        headers.forEach(request::header);
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json");
            String json = body instanceof String text ? text : JSON.writeValueAsString(body);
            request.method(method, BodyPublishers.ofString(json));
        }
        try {
            var response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(), response.body(), response.headers().map());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What came back. */
    public record Answer(int status, String body, Map<String, java.util.List<String>> headers) {

        public JsonNode json() {
            return body.isEmpty() ? MissingNode.getInstance() : JSON.readTree(body);
        }

        /** A member of the JSON as text, {@code null} where it is null or missing. */
        public String text(String member) {
            JsonNode value = json().path(member);
            return value.isNull() || value.isMissingNode() ? null : value.asString();
        }

        public Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().getFirst())
                    .findFirst();
        }

        @Override
        public String toString() {
            return status + " " + body;
        }
    }
}
