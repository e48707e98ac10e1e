package io.ringkey.standalone;

import picocli.CommandLine.IVersionProvider;

/** The release that this is, as the build wrote it into the jar. */
final class Release implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"Ringkey " + number()};
    }

    static String number() {
        String built = Release.class.getPackage().getImplementationVersion();
        return built == null ? "(not packaged)" : built;
    }
}
