package io.ringkey.query.pages;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;

/** What the pages say, by language. */
final class PageWords {

    private final Map<Locale, Map<String, String>> byLanguage;

    PageWords(Iterable<Locale> languages) {
        var found = new HashMap<Locale, Map<String, String>>();
        languages.forEach(language -> found.put(language, load(language)));
        byLanguage = Map.copyOf(found);
    }

    Map<String, String> in(Locale language) {
        return Objects.requireNonNull(byLanguage.get(language), language::toString);
    }

    private static Map<String, String> load(Locale language) {
        String file = "/ringkey/pages/words_" + language.getLanguage() + ".properties";
        var words = new Properties();
        try (var stream = PageWords.class.getResourceAsStream(file);
                var reader = new InputStreamReader(Objects.requireNonNull(stream, file), StandardCharsets.UTF_8)) {
            words.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return words.stringPropertyNames().stream()
                .collect(Collectors.toUnmodifiableMap(key -> key, words::getProperty));
    }
}
