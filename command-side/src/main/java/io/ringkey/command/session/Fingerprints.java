package io.ringkey.command.session;

import io.ringkey.api.Origin;
import io.ringkey.command.keys.KeyPurpose;
import io.ringkey.command.keys.KeyRing;
import io.ringkey.command.keys.SecretKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/**
 * Tells whether a session was used from an address and by a client before, keeping of either a keyed hash alone. What
 * lies more than {@value #KEPT} changes back is forgotten.
 */
@Component
final class Fingerprints {

    private static final int KEPT = 16;
    private static final int BYTES = 16;
    private static final int KINDS = 2;

    private final KeyRing keys;

    Fingerprints(KeyRing keys) {
        this.keys = keys;
    }

    /** Those of an origin: of its address and of its client. */
    List<byte[]> of(Origin origin) {
        return under(keys.current(KeyPurpose.REFRESH), origin);
    }

    /** Whether both the address and the client of an origin were seen before, under whichever key that still counts. */
    boolean knows(List<byte[]> seen, Origin origin) {
        List<List<byte[]>> all = keys.live(KeyPurpose.REFRESH).stream()
                .map(key -> under(key, origin))
                .toList();
        return IntStream.range(0, KINDS)
                .allMatch(kind -> all.stream()
                        .anyMatch(
                                one -> seen.stream().anyMatch(before -> MessageDigest.isEqual(before, one.get(kind)))));
    }

    static List<byte[]> together(List<byte[]> seen, List<byte[]> now) {
        var all = new ArrayList<byte[]>(seen);
        for (byte[] one : now) {
            all.removeIf(before -> MessageDigest.isEqual(before, one));
            all.add(one);
        }
        return all.subList(Math.max(0, all.size() - KEPT), all.size());
    }

    private static List<byte[]> under(SecretKey key, Origin origin) {
        return List.of(of(key, "address", origin.address()), of(key, "client", String.valueOf(origin.userAgent())));
    }

    private static byte[] of(SecretKey key, String what, String value) {
        byte[] mac = key.mac("seen".getBytes(StandardCharsets.US_ASCII), utf8(what), utf8(value));
        return Arrays.copyOf(mac, BYTES);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
