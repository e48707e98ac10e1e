package io.ringkey.web.sample;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.ringkey.web.access.PublicKeys;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Signing keys in memory; counts how often they are read. */
public final class FakeKeys implements PublicKeys {

    private final List<PublicKey> keys = new CopyOnWriteArrayList<>();
    public final AtomicInteger reads = new AtomicInteger();

    @Override
    public List<PublicKey> all() {
        reads.incrementAndGet();
        return List.copyOf(keys);
    }

    /** A new key, known from now on. */
    public ECKey add(String kid) {
        return add(kid, null);
    }

    public ECKey add(String kid, @Nullable Instant retiredAt) {
        var key = make(kid);
        keys.add(new PublicKey(kid, key.toPublicJWK().toJSONString(), retiredAt));
        return key;
    }

    /** A key that nobody knows. */
    public static ECKey make(String kid) {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(kid)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .generate();
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
