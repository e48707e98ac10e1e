package io.ringkey.query.inspection;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody who follows the record, and remembers what they were told. */
final class LiveTail implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpResponse<Stream<String>> answer;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private volatile String last = "";
    private volatile boolean over;

    private LiveTail(HttpRequest request) {
        try {
            answer = client.send(request, BodyHandlers.ofLines());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        Thread.ofVirtual().start(this::read);
    }

    static LiveTail open(String url, String token, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token);
        return new LiveTail((headers.length == 0 ? request : request.headers(headers)).build());
    }

    int status() {
        return answer.statusCode();
    }

    String contentType() {
        return answer.headers().firstValue("Content-Type").orElse("");
    }

    /** What came, in the order in which it came. */
    List<JsonNode> events() {
        return List.copyOf(events);
    }

    List<Long> indexes() {
        return events().stream().map(event -> event.get("index").asLong()).toList();
    }

    List<String> types() {
        return events().stream().map(event -> event.get("type").asString()).toList();
    }

    /** Other messages, each with its data. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    /** What to hand back to go on from here. */
    String last() {
        return last;
    }

    boolean isOver() {
        return over;
    }

    private void read() {
        var message = new ArrayList<String>();
        try (Stream<String> lines = answer.body()) {
            lines.forEach(line -> {
                if (line.isEmpty()) {
                    take(message);
                    message.clear();
                } else {
                    message.add(line);
                }
            });
        } catch (RuntimeException leftBehind) {
            // that is how a test leaves
        } finally {
            over = true;
        }
    }

    private void take(List<String> message) {
        String data = field(message, "data");
        String id = field(message, "id");
        if (!id.isEmpty()) {
            last = id;
        }
        String name = field(message, "event");
        if (!name.isEmpty()) {
            notes.add(name + " " + data);
        } else if (!data.isEmpty()) {
            events.add(JSON.readTree(data));
        }
    }

    private static String field(List<String> message, String name) {
        return message.stream()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
