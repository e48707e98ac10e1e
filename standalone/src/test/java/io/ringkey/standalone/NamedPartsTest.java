package io.ringkey.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the project's user named is there, each for its own job. */
class NamedPartsTest {

    private static final Path ROOT = Checkout.root();

    @ParameterizedTest
    @CsvSource({
        "command-side, axon-spring-boot-starter, org.axonframework",
        "query-side, axon-spring-boot-starter, org.axonframework",
        "command-side, spring-boot-starter-webmvc, org.springframework.web",
        "query-side, spring-boot-starter-webmvc, org.springframework.web",
        "query-side, spring-boot-starter-data-jpa, org.springframework.data.jpa",
        "web-support, spring-boot-starter-security, org.springframework.security",
        "web-support, spring-boot-starter-security-oauth2-resource-server, org.springframework.security.oauth2",
        "event-store, postgresql, org.postgresql",
        "web-support, springdoc-openapi-starter-webmvc-ui, org.springdoc"
    })
    void isADirectDependencyThatMainCodeUses(String module, String artifact, String usedPackage) throws Exception {
        assertThat(dependencies(module)).contains(artifact + ":");
        assertThat(sources(module, "main").anyMatch(source -> contains(source, "import " + usedPackage)))
                .as("%s imports %s", module, usedPackage)
                .isTrue();
    }

    @Test
    void everyAggregateIsTestedWithAxonsFixture() throws Exception {
        assertThat(dependencies("command-side")).contains("axon-test:test");
        try (Stream<Path> aggregates =
                sources("command-side", "main").filter(source -> contains(source, "@Aggregate"))) {
            assertThat(aggregates.map(NamedPartsTest::className))
                    .isNotEmpty()
                    .allSatisfy(aggregate -> assertThat(sources("command-side", "test")
                                    .anyMatch(
                                            test -> contains(test, "AggregateTestFixture<>(" + aggregate + ".class)")))
                            .as("a test of %s", aggregate)
                            .isTrue());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "pom.xml",
        "command-side",
        "query-side",
        "shared-api",
        "docker-compose.yml",
        "README.md",
        ".env.sample",
        "Dockerfile",
        "mvnw",
        "mvnw.cmd"
    })
    void standsAtTheTop(String name) {
        assertThat(ROOT.resolve(name)).exists();
    }

    private static Stream<String> dependencies(String module) throws Exception {
        NodeList found = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(ROOT.resolve(module).resolve("pom.xml").toFile())
                .getElementsByTagName("dependency");
        return Stream.iterate(0, at -> at + 1)
                .limit(found.getLength())
                .map(at -> (Element) found.item(at))
                .map(dependency -> text(dependency, "artifactId") + ":" + text(dependency, "scope"));
    }

    private static String text(Element dependency, String child) {
        NodeList found = dependency.getElementsByTagName(child);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
    }

    private static Stream<Path> sources(String module, String kind) {
        try {
            return Files.walk(ROOT.resolve(module).resolve("src/" + kind + "/java"))
                    .filter(file -> file.toString().endsWith(".java"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String className(Path source) {
        return source.getFileName().toString().replace(".java", "");
    }
}
