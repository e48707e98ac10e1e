package io.ringkey.standalone.surface;

import io.ringkey.standalone.support.Client;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Every operation, as the running program describes itself: whatever is added later is attacked too. */
final class ApiOperations {

    private ApiOperations() {}

    /**
     * One way to call the service.
     *
     * @param path with its variables in braces
     * @param query names of its query parameters
     * @param fields names of its JSON body's fields, each with its schema; {@code null} where it takes none
     * @param statuses what it says it may answer
     */
    record ApiOperation(
            String method,
            String path,
            List<String> query,
            List<String> headers,
            @Nullable Map<String, JsonNode> fields,
            Set<Integer> statuses) {

        /** Whether a good call takes something away from the caller, or from whoever the path names. */
        boolean destroys() {
            return method.equals("DELETE") || path.contains("/logout") || path.contains("/admin/users/");
        }

        boolean namesPerson() {
            return path.contains("{user_id}");
        }

        /** Whether a good answer has no end: it is tried where it is made. */
        boolean staysOpen() {
            return path.endsWith("/tail/");
        }

        /** The path with its variables filled in; those without a value get {@code otherwise}. */
        String at(Map<String, String> values, String otherwise) {
            String filled = path;
            for (var value : values.entrySet()) {
                filled = filled.replace("{" + value.getKey() + "}", value.getValue());
            }
            return filled.replaceAll("\\{[a-z_]+}", otherwise);
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** All of them, sorted. */
    static List<ApiOperation> of(Client client) {
        JsonNode api = client.get("/v3/api-docs").json();
        var found = new HashMap<String, ApiOperation>();
        api.path("paths")
                .forEachEntry((path, operations) -> operations.forEachEntry((method, operation) ->
                        found.put(path + " " + method, read(api, method.toUpperCase(Locale.ROOT), path, operation))));
        return found.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .collect(Collectors.toList());
    }

    private static ApiOperation read(JsonNode api, String method, String path, JsonNode operation) {
        var query = new ArrayList<String>();
        var headers = new ArrayList<String>();
        for (JsonNode parameter : operation.path("parameters")) {
            switch (parameter.path("in").asString()) {
                case "query" -> query.add(parameter.path("name").asString());
                case "header" -> headers.add(parameter.path("name").asString());
                default -> {}
            }
        }
        var statuses = new TreeSet<Integer>();
        operation.path("responses").propertyNames().forEach(status -> statuses.add(Integer.valueOf(status)));
        JsonNode schema = operation
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        return new ApiOperation(
                method, path, query, headers, schema.isMissingNode() ? null : fields(api, schema), statuses);
    }

    private static Map<String, JsonNode> fields(JsonNode api, JsonNode schema) {
        JsonNode resolved =
                schema.has("$ref") ? api.at(schema.path("$ref").asString().substring(1)) : schema;
        var fields = new LinkedHashMap<String, JsonNode>();
        resolved.path("properties").forEachEntry(fields::put);
        return fields;
    }
}
