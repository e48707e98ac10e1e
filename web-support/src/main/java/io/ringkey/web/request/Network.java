package io.ringkey.web.request;

import java.net.InetAddress;
import java.util.Optional;

/** A range of IP addresses: {@code 10.0.0.0/8}, {@code ::1}. */
record Network(InetAddress base, int prefix) {

    static Network parse(String text) {
        int slash = text.indexOf('/');
        var base = Addresses.parse(slash < 0 ? text : text.substring(0, slash))
                .orElseThrow(() -> new IllegalArgumentException("not a network: " + text));
        int bits = base.getAddress().length * 8;
        int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("not a network: " + text);
        }
        return new Network(base, prefix);
    }

    boolean contains(Optional<InetAddress> address) {
        return address.filter(this::contains).isPresent();
    }

    private boolean contains(InetAddress address) {
        byte[] mine = base.getAddress();
        byte[] theirs = address.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            int mask = 0x80 >> (bit % 8);
            if (((mine[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
