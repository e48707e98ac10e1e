package io.ringkey.query.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.web.problem.ProblemMessages;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PagesSpeakEveryLanguageTest {

    private static final Pattern GAP = Pattern.compile("\\{}");

    private final PageWords words = new PageWords(ProblemMessages.LANGUAGES);

    @Test
    void everyWordIsThereInEveryLanguageWithTheSameGaps() {
        Map<String, Long> first = gaps(ProblemMessages.LANGUAGES.getFirst());

        assertThat(first).hasSizeGreaterThan(100);
        ProblemMessages.LANGUAGES.forEach(
                language -> assertThat(gaps(language)).as(language.toString()).isEqualTo(first));
    }

    @Test
    void everySectionHasAName() {
        for (Section section : Section.values()) {
            assertThat(words.in(ProblemMessages.LANGUAGES.getFirst())).containsKey(section.word());
        }
    }

    private Map<String, Long> gaps(Locale language) {
        return words.in(language).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        word -> GAP.matcher(word.getValue()).results().count()));
    }
}
