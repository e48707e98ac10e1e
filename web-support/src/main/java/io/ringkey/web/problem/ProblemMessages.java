package io.ringkey.web.problem;

import io.ringkey.api.FailureCode;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The wording of failures in the languages there are. Every module puts its part into files of the same name on the
 * class path, {@code ringkey/problems_en.properties} and {@code _ru}; together they are the bundle.
 */
public final class ProblemMessages {

    /** The languages there are. */
    public static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.of("ru"));

    private static final int MAX_HEADER = 200;

    private final Locale otherwise;
    private final Map<Locale, Properties> bundles =
            LANGUAGES.stream().collect(Collectors.toUnmodifiableMap(language -> language, ProblemMessages::load));

    /** @param language {@code ru} or {@code en}: what is spoken to callers who ask for nothing, or for something else */
    public ProblemMessages(String language) {
        this.otherwise = Locale.of(language);
    }

    /** The language for a call, from its {@code Accept-Language}. */
    public Locale languageFor(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.length() > MAX_HEADER) {
            return otherwise;
        }
        try {
            var wanted = Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), LANGUAGES);
            return wanted == null ? otherwise : wanted;
        } catch (IllegalArgumentException notAListOfLanguages) {
            return otherwise;
        }
    }

    String title(FailureCode code, Locale language) {
        return text(code.code() + ".title", language, code.code());
    }

    String detail(FailureCode code, Locale language) {
        return text(code.code() + ".detail", language, code.code());
    }

    /** The sentence for the reason of a bad field. */
    String reason(String key, Locale language) {
        return text("reason." + key, language, text("reason.invalid", language, key));
    }

    private String text(String key, Locale language, String otherwise) {
        return bundles.getOrDefault(language, new Properties()).getProperty(key, otherwise);
    }

    private static Properties load(Locale language) {
        var bundle = new Properties();
        try {
            var parts = ProblemMessages.class
                    .getClassLoader()
                    .getResources("ringkey/problems_" + language.getLanguage() + ".properties");
            for (URL part : Collections.list(parts)) {
                try (var reader = new InputStreamReader(part.openStream(), StandardCharsets.UTF_8)) {
                    bundle.load(reader);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return bundle;
    }
}
