package io.ringkey.web.access;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.amazon.corretto.crypto.provider.SelfTestStatus;
import java.security.Provider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who computes the signatures of tokens: native code where there is some for this machine, since the platform's own
 * checks a thousand of them in a second and no more. Thread-safe.
 */
public final class SignatureProvider {

    private static final Logger LOG = LoggerFactory.getLogger(SignatureProvider.class);
    private static final @Nullable Provider NATIVE = find();

    private SignatureProvider() {}

    /** {@code null} where only the platform's own is there. */
    public static @Nullable Provider nativeCode() {
        return NATIVE;
    }

    private static @Nullable Provider find() {
        try {
            var provider = AmazonCorrettoCryptoProvider.INSTANCE;
            if (provider.getLoadingError() == null && provider.runSelfTests() == SelfTestStatus.PASSED) {
                return provider;
            }
            LOG.info("Signatures are computed by the platform: no native code for this machine");
        } catch (LinkageError | RuntimeException noneHere) {
            LOG.info("Signatures are computed by the platform: {}", noneHere.toString());
        }
        return null;
    }
}
