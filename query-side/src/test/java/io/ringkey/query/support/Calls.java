package io.ringkey.query.support;

import io.ringkey.api.account.Role;
import io.ringkey.api.session.SessionId;
import io.ringkey.web.access.BrowserCookies;
import io.ringkey.web.access.BrowserSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls of somebody in a role, by token or as a browser. */
public final class Calls {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient client = HttpClient.newHttpClient();
    private final RunningQuerySide side;
    private final String[] credentials;

    private Calls(RunningQuerySide side, String... credentials) {
        this.side = side;
        this.credentials = credentials;
    }

    public static Calls as(Role role, RunningQuerySide side) {
        return new Calls(side, "Authorization", "Bearer " + side.token(side.newId(), role));
    }

    public static Calls asNobody(RunningQuerySide side) {
        return new Calls(side, "X-Nobody", "at-all");
    }

    /** With a browser's session, as a sign-in opens it. */
    public static Calls inABrowserAs(Role role, RunningQuerySide side) {
        return inABrowser(side.newId(), role, true, side);
    }

    /**
     * With a browser's session of a person.
     *
     * @param confirmed whether it is known to be theirs
     */
    public static Calls inABrowserAs(TestPerson person, boolean confirmed, RunningQuerySide side) {
        return inABrowser(person.account(), Role.USER, confirmed, side);
    }

    private static Calls inABrowser(UUID account, Role role, boolean confirmed, RunningQuerySide side) {
        UUID session = side.newId();
        var browser = BrowserSession.of(new SessionId(session), new byte[BrowserSession.SECRET_BYTES]);
        Instant now = side.bean(Clock.class).instant();
        side.database()
                .sql("INSERT INTO command_state.session_access VALUES (?, ?, ?, false, false, ?, ?, ?, DEFAULT, ?)")
                .params(
                        session,
                        account,
                        role.wireName(),
                        now.plusSeconds(600).atOffset(ZoneOffset.UTC),
                        now.atOffset(ZoneOffset.UTC),
                        browser.hash(),
                        confirmed)
                .update();
        return new Calls(side, "Cookie", BrowserCookies.SESSION + "=" + browser.cookieValue());
    }

    /** The address of the service. */
    public String url(String path) {
        return "http://127.0.0.1:" + side.bean(Environment.class).getRequiredProperty("local.server.port") + path;
    }

    /** The session cookie's value, for a browser. */
    public String cookie() {
        return credentials[1];
    }

    public HttpResponse<String> get(String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(url(path))).headers(credentials);
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    public HttpResponse<String> post(String path) {
        return send(HttpRequest.newBuilder(URI.create(url(path)))
                .headers(credentials)
                .POST(BodyPublishers.noBody()));
    }

    /** Calls with a body. */
    public HttpResponse<String> send(String method, String path, String json) {
        return send(HttpRequest.newBuilder(URI.create(url(path)))
                .headers(credentials)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(json)));
    }

    public HttpResponse<String> delete(String path) {
        return send(HttpRequest.newBuilder(URI.create(url(path)))
                .headers(credentials)
                .DELETE());
    }

    /** The body of a good answer. */
    public JsonNode json(String path) {
        var answer = get(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
