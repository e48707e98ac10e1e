package io.ringkey.web.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.api.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class WhereACallComesFromTest {

    private final Origins origins = new Origins(List.of("127.0.0.1", "10.0.0.0/8", "2001:db8:ff::/48"));

    @ParameterizedTest // C16
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // peer | X-Forwarded-For | address
                "198.51.100.7 | - | 198.51.100.7",
                "198.51.100.7 | 203.0.113.1 | 198.51.100.7",
                "10.1.2.3 | 203.0.113.1 | 203.0.113.1",
                "10.1.2.3 | 1.2.3.4, 203.0.113.1 | 203.0.113.1",
                "10.1.2.3 | 203.0.113.1, 10.9.9.9 | 203.0.113.1",
                "10.1.2.3 | 10.4.4.4, 10.9.9.9 | 10.4.4.4",
                "10.1.2.3 | nonsense | 10.1.2.3",
                "10.1.2.3 | 203.0.113.1, nonsense | 10.1.2.3",
                "10.1.2.3 | example.org | 10.1.2.3",
                "10.1.2.3 | 203.0.113.1:4711 | 203.0.113.1",
                "10.1.2.3 | [2001:db8::1]:4711 | 2001:db8::1",
                "10.1.2.3 | 2001:0db8:0:0:0:0:0:1 | 2001:db8::1",
                "10.1.2.3 | ::ffff:203.0.113.1 | 203.0.113.1",
                "10.1.2.3 | '' | 10.1.2.3",
                "10.1.2.3 | 256.1.1.1 | 10.1.2.3",
                "10.1.2.3 | 1.2.3 | 10.1.2.3",
                "2001:db8:ff:1::9 | 203.0.113.1 | 203.0.113.1",
                "2001:db8:fe:1::9 | 203.0.113.1 | 2001:db8:fe:1::9",
                "fe80:0:0:0:0:0:0:1%eth0 | - | fe80::1",
                "::ffff:10.1.2.3 | 203.0.113.1 | 203.0.113.1",
            })
    void believesForwardedAddressesOnlyFromTrustedProxies(String peer, @Nullable String forwarded, String address) {
        assertThat(origin(peer, forwarded, null).address()).isEqualTo(address);
    }

    @Test
    void readsSeveralForwardingHeadersInTheirOrder() {
        var request = new MockHttpServletRequest();
        request.setRemoteAddr("10.1.2.3");
        request.addHeader("X-Forwarded-For", "1.2.3.4");
        request.addHeader("X-Forwarded-For", "203.0.113.1, 10.8.8.8");

        assertThat(origins.of(request).address()).isEqualTo("203.0.113.1");
    }

    @Test
    void trustsNobodyUnlessTold() {
        var request = new MockHttpServletRequest();
        request.setRemoteAddr("127.0.0.1");
        request.addHeader("X-Forwarded-For", "203.0.113.1");

        assertThat(new Origins(List.of()).of(request).address()).isEqualTo("127.0.0.1");
    }

    @Test // L1
    void leavesNothingUnprintableInTheUserAgent() {
        assertThat(origin("198.51.100.7", null, "Mo\r\nzilla\t\u0000\u001b[31m/5.0\u2028\u202e Ж")
                        .userAgent())
                .isEqualTo("Mozilla[31m/5.0 Ж");
        assertThat(origin("198.51.100.7", null, "\r\n").userAgent()).isNull();
        assertThat(origin("198.51.100.7", null, null).userAgent()).isNull();
    }

    @Test
    void cutsTheUserAgent() {
        assertThat(origin("198.51.100.7", null, "x".repeat(1000)).userAgent()).hasSize(256);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/-1", "example.org", "", "::/129", "10.0.0.0/x"})
    void refusesNetworksThatAreNone(String network) {
        assertThatThrownBy(() -> new Origins(List.of(network))).isInstanceOf(IllegalArgumentException.class);
    }

    private Origin origin(String peer, @Nullable String forwarded, @Nullable String userAgent) {
        var request = new MockHttpServletRequest();
        request.setRemoteAddr(peer);
        if (forwarded != null) {
            request.addHeader("X-Forwarded-For", forwarded);
        }
        if (userAgent != null) {
            request.addHeader("User-Agent", userAgent);
        }
        return origins.of(request);
    }
}
