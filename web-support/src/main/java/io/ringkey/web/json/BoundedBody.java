package io.ringkey.web.json;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;

/** A body that ends in a failure when it turns out longer than its limit, whatever length was announced. */
final class BoundedBody extends FilterInputStream {

    private long left;

    private BoundedBody(InputStream body, long limit) {
        super(body);
        this.left = limit;
    }

    static HttpInputMessage of(HttpInputMessage message, long limit) throws IOException {
        if (message.getHeaders().getContentLength() > limit) {
            throw Failure.of(FailureCode.BODY_TOO_LARGE);
        }
        var body = new BoundedBody(message.getBody(), limit);
        return new HttpInputMessage() {
            @Override
            public InputStream getBody() {
                return body;
            }

            @Override
            public HttpHeaders getHeaders() {
                return message.getHeaders();
            }
        };
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        count(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = super.read(target, offset, length);
        count(Math.max(read, 0));
        return read;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(int read) {
        left -= read;
        if (left < 0) {
            throw Failure.of(FailureCode.BODY_TOO_LARGE);
        }
    }
}
