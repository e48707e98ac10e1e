package io.ringkey.web.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkey.api.Origin;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
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
                // What somebody writes to be somebody else, or nobody.
                "10.1.2.3 | 127.0.0.1 | 127.0.0.1",
                "10.1.2.3 | 203.0.113.1, 127.0.0.1, 10.9.9.9 | 203.0.113.1",
                "10.1.2.3 | 10.0.0.1, 198.51.100.66, 10.9.9.9 | 198.51.100.66",
                "10.1.2.3 | 203.0.113.1, | 203.0.113.1",
                "10.1.2.3 | ,,,, | 10.1.2.3",
                "10.1.2.3 | unknown, 203.0.113.1 | 203.0.113.1",
                "10.1.2.3 | _hidden | 10.1.2.3",
                "10.1.2.3 | 3405803777 | 10.1.2.3",
                "10.1.2.3 | 0xcb007101 | 10.1.2.3",
                "10.1.2.3 | ２０３.0.113.1 | 10.1.2.3",
                "10.1.2.3 | 203.0.113.1.example.org | 10.1.2.3",
                "10.1.2.3 | 1:2:3 | 10.1.2.3",
                "10.1.2.3 | ::::: | 10.1.2.3",
                "10.1.2.3 | [::1 | 10.1.2.3",
                "10.1.2.3 | [2001:db8::1%25eth0] | 10.1.2.3",
                "10.1.2.3 | 2001:db8::1%lo | 2001:db8::1",
                "10.1.2.3 | 203.0.113.1:99999999 | 10.1.2.3",
                "10.1.2.3 | ::ffff:cb00:7101 | 203.0.113.1",
            })
    void believesForwardedAddressesOnlyFromTrustedProxies(String peer, @Nullable String forwarded, String address) {
        assertThat(origin(peer, forwarded, null).address()).isEqualTo(address);
    }

    @ParameterizedTest // C16
    @ValueSource(strings = {"01.02.03.04", "203.0.113.010", "1..2.3", "::ffff:999.1.1.1", "1.2.3.4/8"})
    void neverFailsOnWhatReadsTwoWays(String forwarded) {
        assertThat(origin("10.1.2.3", forwarded, null).address()).matches("[0-9.]+");
    }

    @Test // C16
    void looksUpNoNameAndReadsNoFurtherThanItBelieves() {
        String chain = "attacker.example, ".repeat(2_000) + "203.0.113.1";

        assertThat(origin("10.1.2.3", chain, null).address()).isEqualTo("203.0.113.1");
        assertThat(origin("10.1.2.3", "10.0.0.7, ".repeat(2_000), null).address())
                .isIn("10.0.0.7", "10.1.2.3");
    }

    @Test // C16
    void countsTenThousandAddressesOfOneNetworkAsOne() {
        var counted = new HashSet<String>();
        var random = new Random(20260603);
        for (int address = 0; address < 10_000; address++) {
            counted.add(Addresses.ofOneHost("2001:db8:1:2:%x:%x:%x:%x"
                    .formatted(
                            random.nextInt(0x10000),
                            random.nextInt(0x10000),
                            random.nextInt(0x10000),
                            random.nextInt(0x10000))));
        }

        assertThat(counted).containsExactly("20010db800010002");
        assertThat(Addresses.ofOneHost("2001:db8:1:3::1")).isEqualTo("20010db800010003");
        assertThat(Addresses.ofOneHost("203.0.113.7")).isEqualTo("203.0.113.7");
        assertThat(Addresses.ofOneHost("no address")).isEqualTo("no address");
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
