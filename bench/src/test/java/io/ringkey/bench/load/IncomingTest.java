package io.ringkey.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncomingTest {

    private static final String LONG = "x".repeat(20_000);

    @ParameterizedTest(name = "{0} bytes at a time")
    @ValueSource(ints = {1, 3, 7_000, 100_000})
    void readsLinesAndWhatFollowsThem(int atATime) throws Exception {
        var incoming = incoming(
                "HTTP/1.1 204 \r\nContent-LENGTH:  17\nX: " + LONG + "\r\n\r\n" + LONG + "1f;a=b\r\n", atATime);

        assertThat(incoming.line()).isTrue();
        assertThat(incoming.text(9)).isEqualTo("204");
        assertThat(incoming.line()).isTrue();
        assertThat(incoming.begins("content-length:")).isTrue();
        assertThat(incoming.begins("content-lengthy")).isFalse();
        assertThat(incoming.begins("content-length:  17 and more")).isFalse();
        assertThat(incoming.ends("length:  17")).isTrue();
        assertThat(incoming.ends("and a content-length:  17")).isFalse();
        assertThat(incoming.text("content-length:".length())).isEqualTo("17");
        assertThat(incoming.line()).isTrue();
        assertThat(incoming.begins("x: xxx")).isTrue();
        assertThat(incoming.ends("xx")).isTrue();
        assertThat(incoming.ends("x\r")).isFalse();
        assertThat(incoming.line()).isFalse();
        assertThat(new String(incoming.take(LONG.length()), StandardCharsets.US_ASCII))
                .isEqualTo(LONG);
        assertThat(incoming.line()).isTrue();
        assertThat(incoming.text(0)).isEqualTo("1f;a=b");
        assertThat(incoming.take(0)).isEmpty();
        assertThatExceptionOfType(EOFException.class).isThrownBy(incoming::line);
    }

    @ParameterizedTest(name = "{0} bytes at a time")
    @ValueSource(ints = {1, 100})
    void saysThatTheServerIsGoneInTheMiddle(int atATime) throws Exception {
        var line = incoming("HTTP/1.1 2", atATime);
        var body = incoming("HTTP/1.1 200\r\nabc", atATime);

        assertThatExceptionOfType(EOFException.class).isThrownBy(line::line);
        assertThat(body.line()).isTrue();
        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> body.take(4));
    }

    private static Incoming incoming(String text, int atATime) {
        return new Incoming(new FilterInputStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII))) {
            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                return super.read(into, from, Math.min(length, atATime));
            }
        });
    }
}
