package io.ringkey.command.session;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.ringkey.command.keys.SigningKey;
import io.ringkey.web.access.SignatureProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;

/** Signs access tokens with one key, which is made ready for whoever computes the signatures once, and not for each. Thread-safe. */
final class TokenSigning {

    private static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    private final SigningKey key;
    private final JWSHeader header;
    private final JWSSigner signer;

    private TokenSigning(SigningKey key, JWSSigner signer) {
        this.key = key;
        this.header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID(key.pair().getKeyID())
                .type(TYPE)
                .build();
        this.signer = signer;
    }

    static TokenSigning with(SigningKey key) {
        Provider computes = SignatureProvider.nativeCode();
        try {
            PrivateKey secret = key.pair().toECPrivateKey();
            if (computes != null) {
                secret = (PrivateKey) KeyFactory.getInstance("EC", computes).translateKey(secret);
            }
            var signer = new ECDSASigner(secret, Curve.P_256);
            signer.getJCAContext().setProvider(computes);
            return new TokenSigning(key, signer);
        } catch (JOSEException | GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    boolean isWith(SigningKey other) {
        return key.equals(other);
    }

    String sign(JWTClaimsSet claims) {
        var token = new SignedJWT(header, claims);
        try {
            token.sign(signer);
        } catch (JOSEException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
        return token.serialize();
    }
}
