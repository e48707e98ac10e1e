package io.ringkey.web.idempotency;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.web.json.MaxBody;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A request whose body can be hashed and then still be read. */
final class BufferedBody extends HttpServletRequestWrapper {

    private byte[] body = new byte[0];
    private boolean buffered;

    BufferedBody(HttpServletRequest request) {
        super(request);
    }

    /** The whole body; a longer one than any such call takes is a failure. */
    byte[] bytes() throws IOException {
        if (!buffered) {
            body = getRequest().getInputStream().readNBytes(MaxBody.DEFAULT_BYTES + 1);
            buffered = true;
            if (body.length > MaxBody.DEFAULT_BYTES) {
                throw Failure.of(FailureCode.BODY_TOO_LARGE);
            }
        }
        return body;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return buffered ? new Buffer(new ByteArrayInputStream(body)) : super.getInputStream();
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return buffered
                ? new BufferedReader(new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8))
                : super.getReader();
    }

    private static final class Buffer extends ServletInputStream {

        private final ByteArrayInputStream bytes;

        Buffer(ByteArrayInputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            return bytes.read(target, offset, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("the body is there already");
        }
    }
}
