package io.ringkey.web.access;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;

/** Native code is unpacked and tries itself: the rest of the program need not wait for it. */
final class SignaturesBesideTheStart implements BackgroundPreinitializer {

    @Override
    public void preinitialize() {
        SignatureProvider.nativeCode();
    }
}
