package io.ringkey.command.keys;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.ringkey.api.Randomness;
import io.ringkey.eventstore.MasterKey;
import io.ringkey.eventstore.MasterKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes keys, and puts them into {@code command_state.key} in the caller's transaction. Thread-safe. */
final class KeyMaker {

    private static final int SECRET_BYTES = 32;

    private final JdbcClient jdbc;
    private final MasterKeys master;
    private final Randomness randomness;
    private final InstantSource clock;

    KeyMaker(JdbcClient jdbc, MasterKeys master, Randomness randomness, InstantSource clock) {
        this.jdbc = jdbc;
        this.master = master;
        this.randomness = randomness;
        this.clock = clock;
    }

    /**
     * Makes a key. Where there is one of this id already, that one stays.
     *
     * @param usedFrom when processes begin to use it, or {@code null} for at once
     */
    void make(KeyPurpose purpose, int id, @Nullable Instant usedFrom) {
        byte[] secret;
        String publicJwk = null;
        if (purpose == KeyPurpose.TOKEN_SIGNING) {
            ECKey pair = newPair(purpose.storedName() + "-" + id);
            secret = pair.toJSONString().getBytes(StandardCharsets.UTF_8);
            publicJwk = pair.toPublicJWK().toJSONString();
        } else {
            secret = randomness.bytes(SECRET_BYTES);
        }
        jdbc.sql("""
                        INSERT INTO command_state.key (purpose, key_id, wrapped, made_at, used_from, public_jwk)
                        VALUES (?, ?, ?, ?, ?, ?)
                        ON CONFLICT (purpose, key_id) DO NOTHING
                        """)
                .params(
                        purpose.storedName(),
                        id,
                        master.wrap(secret, MasterKey.place(purpose.storedName(), id)),
                        clock.instant().atOffset(ZoneOffset.UTC))
                .param(usedFrom == null ? null : usedFrom.atOffset(ZoneOffset.UTC))
                .param(publicJwk)
                .update();
    }

    private static ECKey newPair(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(id)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .generate();
        } catch (JOSEException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
