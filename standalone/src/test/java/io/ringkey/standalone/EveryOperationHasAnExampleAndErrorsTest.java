package io.ringkey.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkey.standalone.support.Checkout;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Swagger and ReDoc show, as {@code docs/openapi.json} holds it. */
class EveryOperationHasAnExampleAndErrorsTest {

    private static final JsonNode API = JsonMapper.shared()
            .readTree(Checkout.root().resolve("docs/openapi.json").toFile());

    static Stream<Arguments> operations() {
        return API.path("paths")
                .propertyStream()
                .flatMap(path -> path.getValue()
                        .propertyStream()
                        .map(operation ->
                                Arguments.of(operation.getKey() + " " + path.getKey(), operation.getValue())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void showsEveryBodyThatItTakesOrAnswers(String name, JsonNode operation) {
        var bodies = Stream.concat(Stream.of(operation.path("requestBody")), answers(operation, "2"))
                .flatMap(body -> body.path("content").propertyStream())
                .filter(media -> isText(media.getKey()));

        assertThat(bodies)
                .as("%s: bodies without an example", name)
                .filteredOn(media -> !hasExample(media.getValue(), new HashSet<>()))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void showsHowItIsCalled(String name, JsonNode operation) {
        var parameters = operation.path("parameters").values();

        assertThat(parameters.isEmpty()
                        || operation.has("requestBody")
                        || parameters.stream().anyMatch(parameter -> hasExample(parameter, new HashSet<>()))
                        || answers(operation, "2").anyMatch(answer -> answer.has("content")))
                .as("%s: an example", name)
                .isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void saysHowItCanFail(String name, JsonNode operation) {
        assertThat(Stream.concat(answers(operation, "4"), answers(operation, "5")))
                .as("%s: errors, each with an example", name)
                .isNotEmpty()
                .allSatisfy(answer -> assertThat(answer.path("content")
                                .path("application/problem+json")
                                .path("examples"))
                        .isNotEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void standsUnderAHeadingThatIsNoClass(String name, JsonNode operation) {
        assertThat(operation.path("tags").values())
                .as("%s: add @Tag to its controller", name)
                .isNotEmpty()
                .noneMatch(tag -> tag.asString().endsWith("-controller"));
    }

    private static Stream<JsonNode> answers(JsonNode operation, String kind) {
        return operation
                .path("responses")
                .propertyStream()
                .filter(answer -> answer.getKey().startsWith(kind))
                .map(Map.Entry::getValue);
    }

    /** Pictures have no example that could be read. */
    private static boolean isText(String mediaType) {
        return !mediaType.startsWith("image/");
    }

    /** Whether something has an example itself, or through its schema and what that is made of. */
    private static boolean hasExample(JsonNode described, Set<String> seen) {
        if (described.has("example") || described.has("examples")) {
            return true;
        }
        if (described.has("$ref")) {
            String reference = described.path("$ref").asString();
            return seen.add(reference) && hasExample(API.at(reference.substring(1)), seen);
        }
        return Stream.concat(
                        Stream.of(described.path("schema"), described.path("items")),
                        described.path("properties").valueStream())
                .filter(JsonNode::isObject)
                .anyMatch(part -> hasExample(part, seen));
    }
}
