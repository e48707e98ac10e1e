package io.ringkey.standalone;

import io.ringkey.command.CommandSideConfiguration;
import io.ringkey.query.QuerySideConfiguration;
import io.ringkey.web.WebSupportConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** Both sides in one process, on one database. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({WebSupportConfiguration.class, CommandSideConfiguration.class, QuerySideConfiguration.class, Connections.class
})
public class StandaloneApplication {}
