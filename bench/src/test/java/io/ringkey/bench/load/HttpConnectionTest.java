package io.ringkey.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ringkey.bench.load.HttpConnection.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {

    private static final String EMPTY = "HTTP/1.1 204 \r\nDate: today\r\n\r\n";

    @Test
    void staysOpenFromOneAnswerToTheNext() throws Exception {
        assertThat(answersTo(List.of(List.of("HTTP/1.1 200 \r\nContent-Length: 4\r\n\r\näö", EMPTY))))
                .containsExactly(new Answer(200, "äö"), new Answer(204, ""));
    }

    @Test
    void takesAnAnswerInChunks() throws Exception {
        String chunks = "HTTP/1.1 200 \r\nTransfer-Encoding: Chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n";

        assertThat(answersTo(List.of(List.of(chunks, EMPTY))))
                .containsExactly(new Answer(200, "abc0123456789"), new Answer(204, ""));
    }

    @Test
    void opensAnotherAfterTheServerSaidThatItCloses() throws Exception {
        String last = "HTTP/1.1 200 \r\nconnection: Close\r\ncontent-length: 1\r\n\r\na";

        assertThat(answersTo(List.of(List.of(last), List.of(EMPTY))))
                .containsExactly(new Answer(200, "a"), new Answer(204, ""));
    }

    @Test
    void takesNoNumberFromWhatIsNone() {
        assertThatExceptionOfType(NumberFormatException.class)
                .isThrownBy(() -> answersTo(List.of(List.of("HTTP/1.1 abc\r\n\r\n"))));
        assertThatExceptionOfType(NumberFormatException.class)
                .isThrownBy(() ->
                        answersTo(List.of(List.of("HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\nno size\r\n"))));
    }

    @Test
    void aFormSaysWhatItIsAndHowLong() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = new HttpConnection(URI.create("http://127.0.0.1:" + server.getLocalPort()))) {
            var asked = new CompletableFuture<String>();
            Thread.ofVirtual().start(() -> {
                try (Socket socket = server.accept()) {
                    var request = new byte[1024];
                    asked.complete(
                            new String(request, 0, socket.getInputStream().read(request), StandardCharsets.UTF_8));
                    socket.getOutputStream().write(EMPTY.getBytes(StandardCharsets.UTF_8));
                } catch (IOException gone) {
                    asked.completeExceptionally(gone);
                }
            });

            assertThat(client.postForm("/tokens", "a=1&b=2")).isEqualTo(new Answer(204, ""));
            assertThat(asked.get())
                    .startsWith("POST /tokens HTTP/1.1\r\n")
                    .contains("\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n")
                    .endsWith("\r\n\r\na=1&b=2");
        }
    }

    /** @param connections what is answered on each, one after the other */
    private static List<Answer> answersTo(List<List<String>> connections) throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var client = new HttpConnection(URI.create("http://127.0.0.1:" + server.getLocalPort()))) {
            Thread.ofVirtual().start(() -> answer(server, connections));
            return connections.stream()
                    .flatMap(List::stream)
                    .map(any -> client.get("/"))
                    .toList();
        }
    }

    private static void answer(ServerSocket server, List<List<String>> connections) {
        try {
            for (List<String> answers : connections) {
                try (Socket socket = server.accept()) {
                    var asked = new Incoming(socket.getInputStream());
                    for (String answer : answers) {
                        while (asked.line()) {
                            // a header
                        }
                        socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                    }
                }
            }
        } catch (IOException gone) {
            // The client is told by its own end.
        }
    }
}
