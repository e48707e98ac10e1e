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
