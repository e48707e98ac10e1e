package io.ringkey.standalone.metrics;

import io.ringkey.standalone.support.Client;
import io.ringkey.standalone.support.RunningProgram;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a program answers when Prometheus asks.
 *
 * @param kinds by the name of the family
 * @param descriptions by the name of the family
 */
record Scrape(List<Sample> samples, SortedMap<String, String> kinds, Map<String, String> descriptions) {

    private static final Pattern LINE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)(?: #.*)?");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** One series. */
    record Sample(String name, Map<String, String> labels, double value) {}

    static Scrape of(RunningProgram program) {
        var answer = Client.of(URI.create("http://127.0.0.1:" + program.managementPort()))
                .get("/actuator/prometheus");
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.toString());
        }
        return parse(answer.body());
    }

    private static Scrape parse(String text) {
        var samples = new java.util.ArrayList<Sample>();
        var kinds = new TreeMap<String, String>();
        var descriptions = new HashMap<String, String>();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# TYPE ")) {
                kinds.put(words[2], words[3]);
            } else if (line.startsWith("# HELP ")) {
                descriptions.put(words[2], words[3]);
            } else if (!line.startsWith("#")) {
                samples.add(sample(line));
            }
        }
        return new Scrape(List.copyOf(samples), kinds, Map.copyOf(descriptions));
    }

    private static Sample sample(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalStateException("no sample: " + line);
        }
        return new Sample(
                matcher.group(1),
                labels(matcher.group(2) == null ? "" : matcher.group(2)),
                Double.parseDouble(matcher.group(3).replace("+Inf", "Infinity")));
    }

    private static Map<String, String> labels(String written) {
        return LABEL.matcher(written)
                .results()
                .collect(Collectors.toMap(label -> label.group(1), label -> label.group(2)));
    }

    Set<String> names() {
        return samples.stream().map(Sample::name).collect(Collectors.toSet());
    }

    List<Sample> named(String name) {
        return samples.stream().filter(sample -> sample.name().equals(name)).toList();
    }

    /** The names of a family's labels, but for the bounds of its buckets. */
    Set<String> labelsOf(String family) {
        return samples.stream()
                .filter(sample -> sample.name().equals(family)
                        || sample.name().startsWith(family)
                                && Set.of("_count", "_sum", "_bucket")
                                        .contains(sample.name().substring(family.length())))
                .flatMap(sample -> sample.labels().keySet().stream())
                .filter(label -> !label.equals("le"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
