package io.ringkey.standalone.surface;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends requests byte by byte, for what a client library would refuse to send. One connection each. */
final class RawHttp {

    private static final int PATIENCE_MILLIS = 30_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final InetSocketAddress server;

    RawHttp(URI server) {
        this.server = new InetSocketAddress("127.0.0.1", server.getPort());
    }

    /** A request under construction; every part is sent exactly as it is given. */
    static final class Request {

        final String line;
        private final List<String> headers = new ArrayList<>();
        private byte[] body = {};
        private boolean announced;

        Request(String method, String target) {
            this.line = method + " " + target + " HTTP/1.1";
        }

        Request header(String name, String value) {
            return rawHeader(name + ": " + value);
        }

        /** A line of the head, well formed or not, one character a byte. */
        Request rawHeader(String headerLine) {
            announced |= headerLine.toLowerCase(Locale.ROOT).startsWith("content-length")
                    || headerLine.toLowerCase(Locale.ROOT).startsWith("transfer-encoding");
            headers.add(headerLine);
            return this;
        }

        Request body(byte[] content) {
            this.body = content;
            return this;
        }

        int bodyLength() {
            return body.length;
        }

        byte[] bytes() {
            var head = new StringBuilder(line).append("\r\n");
            headers.forEach(header -> head.append(header).append("\r\n"));
            if (!announced && body.length > 0) {
                head.append("Content-Length: ").append(body.length).append("\r\n");
            }
            head.append("Connection: close\r\n\r\n");
            var whole = new ByteArrayOutputStream();
            whole.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            whole.writeBytes(body);
            return whole.toByteArray();
        }

        @Override
        public String toString() {
            String text = new String(bytes(), StandardCharsets.ISO_8859_1);
            return text.length() > 1500 ? text.substring(0, 1500) + "…" : text;
        }
    }

    /**
     * What came back.
     *
     * @param status 0 when the server hung up without an answer
     * @param head the status line and the headers, as they came
     */
    record Answer(int status, String head, String body) {

        @Nullable
        String header(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse(null);
        }

        boolean isProblem() {
            String type = header("Content-Type");
            return type != null && type.startsWith("application/problem+json");
        }

        /** The JSON of the body; an empty object where it is none. */
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (JacksonException none) {
                return JSON.createObjectNode();
            }
        }

        @Override
        public String toString() {
            return head + "\n\n" + (body.length() > 1000 ? body.substring(0, 1000) + "…" : body);
        }
    }

    Answer send(Request request) {
        byte[] answer = {};
        try (var socket = new Socket()) {
            socket.connect(server, PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            write(socket, request.bytes());
            answer = read(socket);
        } catch (IOException hungUp) {
            // What had come until then is judged.
        }
        return parse(answer);
    }

    private static void write(Socket socket, byte[] request) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(request);
            out.flush();
            // A body shorter than announced ends here, and nobody waits for the rest.
            socket.shutdownOutput();
        } catch (IOException refusedBeforeItsEnd) {
            // The answer may be there all the same.
        }
    }

    private static byte[] read(Socket socket) {
        var whole = new ByteArrayOutputStream();
        var piece = new byte[8192];
        try {
            for (int read = socket.getInputStream().read(piece);
                    read >= 0;
                    read = socket.getInputStream().read(piece)) {
                whole.write(piece, 0, read);
            }
        } catch (IOException hungUp) {
            // Answers to unread bodies may be cut off by the reset that follows them.
        }
        return whole.toByteArray();
    }

    private static Answer parse(byte[] answer) {
        String text = new String(answer, StandardCharsets.UTF_8).replaceFirst("^HTTP/1.1 100 ?\r\n\r\n", "");
        int end = text.indexOf("\r\n\r\n");
        if (!text.startsWith("HTTP/1.1 ") || end < 0) {
            return new Answer(0, text, "");
        }
        String head = text.substring(0, end);
        String body = text.substring(end + 4);
        boolean chunked = head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked");
        return new Answer(
                Integer.parseInt(text.substring(9, 12)), head.replace("\r", ""), chunked ? unchunked(body) : body);
    }

    /** Good enough for looking at what is inside. */
    private static String unchunked(String body) {
        return body.replaceAll("(?m)^[0-9a-f]+\r\n", "").replaceAll("\r\n(?=$|\\z)", "");
    }
}
