package io.ringkey.command.limit;

import io.ringkey.api.Origin;
import io.ringkey.api.PhoneNumber;
import io.ringkey.command.keys.KeyPurpose;
import io.ringkey.command.keys.KeyRing;
import io.ringkey.web.request.Addresses;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;

/** What limits count by, as hashes that tell nothing of it. Thread-safe. */
@Component
final class LimitSubjects {

    private static final int DIGITS_OF_A_BLOCK = 4;

    private final KeyRing keys;

    LimitSubjects(KeyRing keys) {
        this.keys = keys;
    }

    byte[] address(Origin origin) {
        return hash("address", Addresses.ofOneHost(origin.address()));
    }

    byte[] number(PhoneNumber phone) {
        return hash("number", phone.e164());
    }

    /** The block of numbers that differ in their last digits only. */
    byte[] prefix(PhoneNumber phone) {
        String number = phone.e164();
        return hash("prefix", number.substring(0, number.length() - DIGITS_OF_A_BLOCK));
    }

    private byte[] hash(String kind, String value) {
        return keys.current(KeyPurpose.LIMIT).mac((kind + ' ' + value).getBytes(StandardCharsets.UTF_8));
    }
}
