package io.ringkey.web.request;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.tomcat.util.net.IPv6Utils;

/** Reads IP addresses, and never asks a name server. */
public final class Addresses {

    private static final Pattern V4_WITH_PORT = Pattern.compile("([0-9.]+):[0-9]{1,5}");
    private static final Pattern V6_IN_BRACKETS = Pattern.compile("\\[([0-9A-Fa-f:.]+)](?::[0-9]{1,5})?");

    private static final Pattern V4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern V6 = Pattern.compile("(?=.*:)[0-9A-Fa-f:.]{2,45}");

    private static final int BYTES_OF_A_NETWORK = 8;

    private Addresses() {}

    /** The spelling in which an address stands on record; nothing when the text is none. */
    public static Optional<String> spelling(String text) {
        return parse(text.strip()).map(Addresses::spell);
    }

    /**
     * What counts as one host: an IPv4 address, or the /64 that a host on IPv6 can choose addresses from.
     *
     * @param spelled an address as {@link #spelling} writes it; anything else is taken as it is
     */
    public static String ofOneHost(String spelled) {
        return parse(spelled)
                .filter(Inet6Address.class::isInstance)
                .map(address -> HexFormat.of().formatHex(address.getAddress(), 0, BYTES_OF_A_NETWORK))
                .orElse(spelled);
    }

    /** An address as it stands in {@code X-Forwarded-For}: a port and brackets may be around it. */
    static Optional<InetAddress> parseForwarded(String text) {
        var bare = text.strip();
        for (var around : new Pattern[] {V4_WITH_PORT, V6_IN_BRACKETS}) {
            var match = around.matcher(bare);
            if (match.matches()) {
                return parse(match.group(1));
            }
        }
        return parse(bare);
    }

    /** The one spelling of an address (RFC 5952 for IPv6). */
    static String spell(InetAddress address) {
        return address instanceof Inet6Address
                ? IPv6Utils.canonize(address.getHostAddress())
                : address.getHostAddress();
    }

    /** An address alone. IPv4 inside IPv6 ({@code ::ffff:192.0.2.1}) is IPv4. */
    static Optional<InetAddress> parse(String text) {
        int zone = text.indexOf('%');
        var bare = zone < 0 ? text : text.substring(0, zone);
        // Only what is written as an address gets as far as getByName, which would look anything else up.
        if (!V4.matcher(bare).matches() && !V6.matcher(bare).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(bare));
        } catch (UnknownHostException notAnAddress) {
            return Optional.empty();
        }
    }
}
