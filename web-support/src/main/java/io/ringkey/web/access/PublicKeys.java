package io.ringkey.web.access;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the public keys under which access tokens may be signed. Safe for concurrent use. */
public interface PublicKeys {

    /**
     * All keys there are, retired ones among them.
     *
     * @throws org.springframework.dao.DataAccessException when they cannot be read now
     */
    List<PublicKey> all();

    /**
     * One key.
     *
     * @param kid its id, as in a token's header
     * @param jwk the key as JSON (RFC 7517), with nothing private in it
     * @param retiredAt from when on it verifies nothing any more, or {@code null}
     */
    record PublicKey(String kid, String jwk, @Nullable Instant retiredAt) {}
}
