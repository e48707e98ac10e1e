package io.ringkey.bench.program;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;

/** The least that starts in as many milliseconds as an application of this kind must: web, security, a pool, health. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class BareBoot {

    public static void main(String[] arguments) {
        var application = new SpringApplication(BareBoot.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setDefaultProperties(Map.of(
                "server.port", System.getenv("RINGKEY_PORT"),
                "management.server.port", System.getenv("RINGKEY_MANAGEMENT_PORT"),
                "management.endpoint.health.probes.enabled", "true",
                "spring.datasource.url", System.getenv("RINGKEY_DATABASE_URL"),
                "spring.datasource.username", System.getenv("RINGKEY_DATABASE_USER"),
                "spring.datasource.password", System.getenv("RINGKEY_DATABASE_PASSWORD"),
                "spring.autoconfigure.exclude", whatIsMore()));
        application.run(arguments);
    }

    /** Starts it, without what Spring makes use of wherever it finds it, and which is no part of the least. */
    public static Program start(List<String> virtualMachine, Path directory, Map<String, String> settings) {
        return Program.of(BareBoot.class.getName(), classPath(), virtualMachine, directory, settings);
    }

    private static String classPath() {
        return Stream.of(OwnClassPath.ofJars().split(File.pathSeparator))
                .filter(jar -> !jar.contains("hibernate-validator"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** What is on the class path for the program and is no part of the least. */
    private static String whatIsMore() {
        ImportCandidates all = ImportCandidates.load(AutoConfiguration.class, BareBoot.class.getClassLoader());
        return StreamSupport.stream(all.spliterator(), false)
                .filter(name -> Stream.of("axon", "ringkey", "flyway", "jpa", "hibernate", "springdoc", "thymeleaf")
                        .anyMatch(name::contains))
                .collect(Collectors.joining(","));
    }
}
