package io.ringkey.web.sample;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;

/** Leaves out what would look for a database or an event store: none of these tests is about either. */
final class NoEventStore implements AutoConfigurationImportFilter {

    @Override
    public boolean[] match(@Nullable String[] names, AutoConfigurationMetadata metadata) {
        var matches = new boolean[names.length];
        for (int i = 0; i < names.length; i++) {
            var name = names[i];
            matches[i] = name == null
                    || Stream.of("org.axonframework.", ".flyway.", ".jdbc.", ".datasource.")
                            .noneMatch(name::contains);
        }
        return matches;
    }
}
