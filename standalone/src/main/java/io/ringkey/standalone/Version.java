package io.ringkey.standalone;

import io.ringkey.web.start.Release;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} answers. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"Ringkey " + Release.number()};
    }
}
