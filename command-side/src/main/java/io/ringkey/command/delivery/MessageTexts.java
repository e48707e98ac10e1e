package io.ringkey.command.delivery;

import java.net.URI;
import java.util.List;

/** What people read in the message that brings their code. Immutable. */
record MessageTexts(String language, URI publicUrl) {

    private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");

    String of(String code) {
        String sentence = switch (language) {
            case "en" -> "Your sign-in code: " + code + ". Never tell it to anyone.";
            default -> "Код для входа: " + code + ". Никому его не сообщайте.";
        };
        return sentence + forTheBrowser(code);
    }

    /** A last line by which browsers fill the code in, on our own site only (the format of "origin-bound" codes). */
    private String forTheBrowser(String code) {
        String host = publicUrl.getHost();
        return "https".equals(publicUrl.getScheme()) && host != null && !LOOPBACK.contains(host)
                ? "\n\n@" + host + " #" + code
                : "";
    }
}
