package io.ringkey.command;

import io.ringkey.eventstore.EventStoreConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.PropertySource;

/** The whole write side but its connections to the database, which whoever runs it brings along. */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:ringkey/command-side.properties")
@Import(EventStoreConfiguration.class)
@ComponentScan(
        nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class,
        excludeFilters = {
            @ComponentScan.Filter(
                    type = FilterType.ASSIGNABLE_TYPE,
                    classes = {CommandSideApplication.class, CommandSideProcess.class}),
            @ComponentScan.Filter(type = FilterType.REGEX, pattern = "io\\.ringkey\\.command\\..*Test(\\$.*)?")
        })
public class CommandSideConfiguration {}
