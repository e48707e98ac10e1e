package io.ringkey.web.apidocs;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import java.util.regex.Pattern;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

/** What all operations share: the shape of problems, the way to sign in, paths as the contract spells them. */
final class DescribedApi implements GlobalOpenApiCustomizer {

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

    @Override
    public void customise(OpenAPI api) {
        api.info(new Info()
                .title("Ringkey")
                .version("1")
                .description("Signs people in by phone number, gives each an invite code, records who brought whom."));
        // Relative to wherever the description was read from; a guess at the host would be wrong behind a proxy.
        api.servers(List.of(new Server().url("/")));
        if (api.getComponents() == null) {
            api.components(new Components());
        }
        api.getComponents()
                .addSchemas(DescribedOperations.PROBLEM, problem())
                .addSecuritySchemes(
                        DescribedOperations.BEARER,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .bearerFormat("JWT"));
        var paths = new Paths();
        api.getPaths().forEach((path, item) -> {
            nameVariables(path, item);
            paths.addPathItem(asInTheContract(path), item);
        });
        api.paths(paths);
    }

    private static String asInTheContract(String path) {
        boolean isResource = path.contains("/avatar/") || !path.startsWith("/api/");
        return isResource || path.endsWith("/") ? path : path + "/";
    }

    private static void nameVariables(String path, PathItem item) {
        VARIABLE.matcher(path)
                .results()
                .map(match -> match.group(1))
                .forEach(name -> item.readOperations().stream()
                        .filter(operation -> operation.getParameters() == null
                                || operation.getParameters().stream()
                                        .noneMatch(parameter -> name.equals(parameter.getName())))
                        .forEach(operation -> operation.addParametersItem(variable(name))));
    }

    private static Parameter variable(String name) {
        var variable = new Parameter().in("path").name(name).required(true).schema(new StringSchema());
        return name.equals("user_id")
                ? variable.description("A person's id, or `me`.").example("01900000-0000-7000-8000-000000000001")
                : variable;
    }

    private static Schema<?> problem() {
        return new ObjectSchema()
                .description("Problem details (RFC 9457).")
                .addProperty("type", new StringSchema().format("uri-reference"))
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema().description("A sentence for people."))
                .addProperty("code", new StringSchema().description("Stable: branch on this."))
                .addProperty("request_id", new StringSchema())
                .addProperty(
                        "errors",
                        new ObjectSchema()
                                .description("Bad fields by name.")
                                .additionalProperties(new ObjectSchema()
                                        .addProperty("code", new StringSchema())
                                        .addProperty("message", new StringSchema())))
                .required(List.of("type", "title", "status", "detail", "code"));
    }
}
