package io.ringkey.standalone.support;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checked-out repository that the tests run in. */
public final class Checkout {

    private Checkout() {}

    /** Its top directory. */
    public static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("mvnw"))) {
            here = here.getParent();
        }
        return here;
    }
}
