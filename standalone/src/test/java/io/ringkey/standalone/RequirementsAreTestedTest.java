package io.ringkey.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of requirements in {@code docs/security.md} names, for each id, the tests that bear it, and none is without.
 * {@code -Dringkey.regenerate} writes the names.
 */
class RequirementsAreTestedTest {

    private static final Path DOCUMENT = Checkout.root().resolve("docs/security.md");
    private static final Pattern ROW = Pattern.compile("\\| ([A-Z][0-9]+) \\| ([^|]+) \\| ([^|]*) \\|");
    private static final Pattern COMMENT = Pattern.compile("(?://|\\*).*");
    private static final Pattern ID = Pattern.compile("\\b[ACDILTR][0-9]{1,2}\\b");

    @Test
    void everyRequirementNamesTheTestsThatBearItsId() throws IOException {
        Map<String, Set<String>> tests = testsById();
        List<String> written = Files.readAllLines(DOCUMENT);
        List<String> expected = new ArrayList<>();
        for (String line : written) {
            var row = ROW.matcher(line);
            expected.add(
                    row.matches()
                            ? "| %s | %s | %s |"
                                    .formatted(
                                            row.group(1),
                                            row.group(2),
                                            tests.getOrDefault(row.group(1), Set.of()).stream()
                                                    .map("`%s`"::formatted)
                                                    .collect(Collectors.joining(", ")))
                            : line);
        }
        if (Boolean.getBoolean("ringkey.regenerate")) {
            Files.write(DOCUMENT, expected);
            written = expected;
        }
        assertThat(written).isEqualTo(expected);
        assertThat(written).anyMatch(line -> ROW.matcher(line).matches());
        assertThat(written).noneMatch(line -> ROW.matcher(line).matches() && line.endsWith("|  |"));
    }

    private static Map<String, Set<String>> testsById() throws IOException {
        var found = new TreeMap<String, Set<String>>();
        try (Stream<Path> files = Files.walk(Checkout.root())) {
            files.filter(file -> file.toString().endsWith("Test.java"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .forEach(file -> {
                        String name = file.getFileName().toString().replace(".java", "");
                        idsIn(file)
                                .forEach(id -> found.computeIfAbsent(id, none -> new TreeSet<>())
                                        .add(name));
                    });
        }
        return found;
    }

    private static Set<String> idsIn(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.flatMap(line -> COMMENT.matcher(line).results())
                    .flatMap(comment -> ID.matcher(comment.group()).results())
                    .map(id -> id.group())
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
