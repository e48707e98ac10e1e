package io.ringkey.standalone;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the directory whose {@code .env} counts: the repository's root, however the program was started. */
final class ProgramRoot {

    /** Set by the build, which knows. */
    private static final String PROPERTY = "ringkey.root";

    private static final String MARK = ".env.sample";

    private ProgramRoot() {}

    static Path find() {
        String told = System.getProperty(PROPERTY);
        if (told != null) {
            return Path.of(told);
        }
        Path here = Path.of("").toAbsolutePath();
        if (Files.exists(here.resolve(".env")) || Files.exists(here.resolve(MARK))) {
            return here;
        }
        for (Path above = code(here); above != null; above = above.getParent()) {
            if (Files.exists(above.resolve(MARK))) {
                return above;
            }
        }
        return here;
    }

    /** Where this program's own jar lies, or the working directory if that cannot be told. */
    private static Path code(Path otherwise) {
        String path = System.getProperty("java.class.path", "");
        if (path.endsWith(".jar") && !path.contains(java.io.File.pathSeparator)) {
            return Path.of(path).toAbsolutePath().normalize();
        }
        try {
            var source = ProgramRoot.class.getProtectionDomain().getCodeSource();
            return source == null || !"file".equals(source.getLocation().getProtocol())
                    ? otherwise
                    : Path.of(source.getLocation().toURI());
        } catch (URISyntaxException unreadable) {
            return otherwise;
        }
    }
}
