package io.ringkey.web.request;

import io.ringkey.api.Origin;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * Finds out where a call came from. A forwarded address is believed only as far as proxies that we know vouch for it;
 * nothing a client writes by itself makes it someone else. Safe for concurrent use.
 */
public final class Origins {

    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final int MAX_USER_AGENT = 256;

    private final List<Network> trusted;

    /** @param trustedProxies addresses or networks whose {@code X-Forwarded-For} is believed */
    public Origins(List<String> trustedProxies) {
        this.trusted = trustedProxies.stream().map(Network::parse).toList();
    }

    /** Where this call came from. */
    public Origin of(HttpServletRequest request) {
        return new Origin(address(request), userAgent(request.getHeader(HttpHeaders.USER_AGENT)));
    }

    private String address(HttpServletRequest request) {
        var peer = Addresses.parse(request.getRemoteAddr());
        var client = peer;
        // From the right: each hop is believed only while the one that wrote it is a proxy of ours.
        for (var hop : hopsFromTheRight(request)) {
            if (!isTrusted(client)) {
                break;
            }
            var before = Addresses.parseForwarded(hop);
            if (before.isEmpty()) {
                break;
            }
            client = before;
        }
        return client.map(Addresses::spell).orElseGet(request::getRemoteAddr);
    }

    private boolean isTrusted(Optional<InetAddress> address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    private static List<String> hopsFromTheRight(HttpServletRequest request) {
        var hops = new ArrayList<String>();
        Collections.list(request.getHeaders(FORWARDED_FOR)).forEach(line -> hops.addAll(List.of(line.split(","))));
        return hops.reversed();
    }

    private static @Nullable String userAgent(@Nullable String said) {
        if (said == null) {
            return null;
        }
        // What is not printable could forge a line in a log or a list (L1).
        var clean = said.codePoints()
                .filter(Origins::isPrintable)
                .limit(MAX_USER_AGENT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
        return clean.isEmpty() ? null : clean;
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
