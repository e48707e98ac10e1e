package io.ringkey.web.access;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.URI;
import java.security.Key;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** What an access token must be to be one of ours (RFC 9068, RFC 8725). */
public final class AccessTokens {

    /** The {@code aud} of access tokens. */
    public static final String AUDIENCE = "ringkey";

    /** The {@code aud} while it is not known whether the session is the person's: other services shall not take it. */
    public static final String UNCONFIRMED = "ringkey-unconfirmed";

    /** The {@code typ} of every access token: nothing else that is signed here passes for one. */
    public static final String TYPE = "at+jwt";

    /** The claim that names the session. */
    public static final String SESSION_CLAIM = "sid";

    private AccessTokens() {}

    static RememberedTokens decoder(KnownKeys keys, URI issuer, Clock clock) {
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType(TYPE)));
        processor.setJWSKeySelector(new OurKeysAlone(keys));
        var signatures = new DefaultJWSVerifierFactory();
        signatures.getJCAContext().setProvider(SignatureProvider.nativeCode());
        processor.setJWSVerifierFactory(signatures);
        // The claims are for the validator below; Nimbus's own would judge time by the system's clock.
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        var decoder = new NimbusJwtDecoder(processor);
        var claims = new AccessTokenClaims(issuer.toString(), clock);
        decoder.setJwtValidator(claims);
        return new RememberedTokens(decoder, claims, keys);
    }

    /** Takes keys by {@code kid} from our own list, and refuses headers that would have a key or a rule brought along. */
    private static final class OurKeysAlone extends JWSVerificationKeySelector<SecurityContext> {

        private static final Set<String> ALLOWED = Set.of("alg", "typ", "kid");

        OurKeysAlone(KnownKeys keys) {
            super(JWSAlgorithm.ES256, keys);
        }

        @Override
        public List<Key> selectJWSKeys(JWSHeader header, SecurityContext context) throws KeySourceException {
            return header.getKeyID() != null && ALLOWED.containsAll(header.getIncludedParams())
                    ? super.selectJWSKeys(header, context)
                    : List.of();
        }
    }
}
