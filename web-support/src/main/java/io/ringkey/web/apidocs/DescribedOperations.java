package io.ringkey.web.apidocs;

import io.ringkey.api.Failure;
import io.ringkey.api.FailureCode;
import io.ringkey.web.access.AccessRule;
import io.ringkey.web.cursor.Paging;
import io.ringkey.web.idempotency.Idempotent;
import io.ringkey.web.position.EventPosition;
import io.ringkey.web.position.ReadsView;
import io.ringkey.web.problem.ProblemWriter;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.web.method.HandlerMethod;

/** Adds to each operation what its annotations say: who may call it, how it can fail, which headers it heeds. */
final class DescribedOperations implements GlobalOperationCustomizer {

    static final String PROBLEM = "Problem";
    static final String BEARER = "bearer";

    private static final String PROBLEM_JSON = "application/problem+json";
    private static final String SAMPLE_REQUEST_ID = "5f0c8d1e2b3a4c5d";

    private final ProblemWriter problems;

    DescribedOperations(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    public Operation customize(Operation operation, HandlerMethod handler) {
        AccessRule.of(handler)
                .filter(rule -> !(rule instanceof AccessRule.Open))
                .ifPresent(rule -> {
                    operation.addSecurityItem(new SecurityRequirement().addList(BEARER));
                    operation.setDescription(joined(operation.getDescription(), who(rule)));
                });
        addParameters(operation, handler);
        addFailures(operation, PossibleFailures.of(handler));
        return operation;
    }

    private static void addParameters(Operation operation, HandlerMethod handler) {
        if (Arrays.stream(handler.getMethodParameters())
                .anyMatch(parameter -> parameter.getParameterType() == Paging.class)) {
            operation.addParametersItem(in("query", "limit", "How many items at most.")
                    .schema(new IntegerSchema()
                            ._default(Paging.DEFAULT_LIMIT)
                            .minimum(BigDecimal.ONE)
                            .maximum(BigDecimal.valueOf(Paging.MAX_LIMIT))));
            operation.addParametersItem(in("query", "cursor", "Where to go on: `next` of the page before."));
        }
        if (handler.hasMethodAnnotation(ReadsView.class)) {
            operation.addParametersItem(in(
                    "header",
                    EventPosition.WAIT_HEADER,
                    "Answer only once the view has seen this event position, as a write answered it."));
        }
        if (handler.hasMethodAnnotation(Idempotent.class)) {
            operation.addParametersItem(in(
                    "header", "Idempotency-Key", "Asking again with the same key within a day gets the same answer."));
        }
    }

    private static Parameter in(String place, String name, String description) {
        return new Parameter().in(place).name(name).description(description).schema(new StringSchema());
    }

    private void addFailures(Operation operation, Collection<FailureCode> codes) {
        if (operation.getResponses() == null) {
            operation.setResponses(new ApiResponses());
        }
        codes.stream()
                .collect(Collectors.groupingBy(FailureCode::status, TreeMap::new, Collectors.toList()))
                .forEach((status, sharing) -> {
                    var media = new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM));
                    sharing.forEach(code -> media.addExamples(code.code(), example(code)));
                    operation
                            .getResponses()
                            .addApiResponse(
                                    Integer.toString(status),
                                    new ApiResponse()
                                            .description(sharing.stream()
                                                    .map(code -> "`" + code.code() + "`")
                                                    .collect(Collectors.joining(", ")))
                                            .content(new Content().addMediaType(PROBLEM_JSON, media)));
                });
    }

    private Example example(FailureCode code) {
        return new Example().value(problems.document(sample(code), Locale.ENGLISH, SAMPLE_REQUEST_ID));
    }

    private static Failure sample(FailureCode code) {
        return switch (code) {
            case FIELD_INVALID -> Failure.invalid("field", "invalid");
            case FIELD_UNKNOWN -> Failure.of(code).andInvalid("field", "unknown");
            case CODE_WRONG -> Failure.of(code).with("attempts_left", 2);
            case LIMIT_SEND, LIMIT_INVITE, LIMIT_EXPORT -> Failure.of(code).retryAfter(Duration.ofMinutes(1));
            default -> Failure.of(code);
        };
    }

    private static String who(AccessRule rule) {
        return switch (rule) {
            case AccessRule.Open open -> "";
            case AccessRule.AtLeast least ->
                switch (least.role()) {
                    case USER -> "For anyone signed in.";
                    case MODERATOR -> "For moderators and admins.";
                    case ADMIN -> "For admins.";
                };
            case AccessRule.SelfOrAtLeast least ->
                switch (least.role()) {
                    case USER -> "For anyone signed in.";
                    case MODERATOR -> "For the person themselves, moderators and admins.";
                    case ADMIN -> "For the person themselves and admins.";
                };
        };
    }

    private static String joined(@Nullable String description, String more) {
        return description == null || description.isBlank() ? more : description + "\n\n" + more;
    }
}
