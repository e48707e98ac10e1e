package io.ringkey.query.pages;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** What the pages say, by language. Every feature has a file of its own. */
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
        var words = new HashMap<String, String>();
        try {
            for (Resource file : new PathMatchingResourcePatternResolver()
                    .getResources("classpath*:ringkey/pages/words/*_" + language.getLanguage() + ".properties")) {
                var some = new Properties();
                some.load(new InputStreamReader(
                        new ByteArrayInputStream(file.getContentAsByteArray()), StandardCharsets.UTF_8));
                some.stringPropertyNames().forEach(key -> {
                    if (words.put(key, some.getProperty(key)) != null) {
                        throw new IllegalStateException("the pages have two words for " + key);
                    }
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.copyOf(words);
    }
}
