package io.ringkey.standalone.metrics;

import io.ringkey.standalone.metrics.Scrape.Sample;
import io.ringkey.standalone.support.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the dashboard and the alerts ask for. */
final class Queries {

    private static final Path DASHBOARD = Checkout.root().resolve("deploy/grafana/ringkey.json");
    private static final Path ALERTS = Checkout.root().resolve("deploy/prometheus/alerts.yml");

    private static final Pattern SELECTOR =
            Pattern.compile("\\b((?:ringkey|http|hikaricp|jvm|process|system)_[a-z0-9_]+)(?:\\{([^}]*)})?");
    private static final Pattern CONDITION = Pattern.compile("([a-z_]+)(=~|=)\"([^\"]*)\"");

    private Queries() {}

    /**
     * One series that a query asks for.
     *
     * @param where the panel or the alert
     */
    record Selector(String where, String metric, List<Condition> conditions) {

        boolean picks(Sample sample) {
            return sample.name().equals(metric)
                    && conditions.stream().allMatch(condition -> condition.holds(sample.labels()));
        }
    }

    record Condition(String label, boolean pattern, String value) {

        boolean holds(Map<String, String> labels) {
            String actual = labels.get(label);
            return actual != null && (pattern ? actual.matches(value) : actual.equals(value));
        }
    }

    static JsonNode dashboard() throws IOException {
        return JsonMapper.shared().readTree(Files.readString(DASHBOARD));
    }

    static List<Selector> ofDashboard() throws IOException {
        return dashboard()
                .path("panels")
                .valueStream()
                .flatMap(panel -> panel.path("targets")
                        .valueStream()
                        .flatMap(target -> selectors(
                                panel.path("title").asString(),
                                target.path("expr").asString())))
                .toList();
    }

    static List<Selector> ofAlerts() throws IOException {
        Map<String, List<Map<String, List<Map<String, Object>>>>> file = new Yaml().load(Files.readString(ALERTS));
        return file.get("groups").stream()
                .flatMap(group -> group.get("rules").stream())
                .flatMap(rule -> selectors((String) rule.get("alert"), (String) rule.get("expr")))
                .toList();
    }

    private static Stream<Selector> selectors(String where, String query) {
        return SELECTOR.matcher(query).results().map(found -> new Selector(where, found.group(1), conditions(found)));
    }

    /** Prometheus adds which process it asked; the dashboard's variables are anybody's choice. */
    private static List<Condition> conditions(MatchResult selector) {
        return selector.group(2) == null
                ? List.of()
                : CONDITION
                        .matcher(selector.group(2))
                        .results()
                        .filter(condition -> !condition.group(1).equals("instance"))
                        .map(condition -> new Condition(
                                condition.group(1), condition.group(2).equals("=~"), condition.group(3)))
                        .toList();
    }
}
